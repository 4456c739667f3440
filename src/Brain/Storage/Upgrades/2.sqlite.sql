-- Brings a database of version 1 to version 2. Databases in the field went this way: it is never changed.
CREATE TABLE "Briefs" (
    "Month" TEXT NOT NULL CONSTRAINT "PK_Briefs" PRIMARY KEY,
    "Made" INTEGER NOT NULL,
    "Document" TEXT NOT NULL
);

CREATE TABLE "Receipts" (
    "Factory" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Warning" TEXT NOT NULL,
    "Viewer" TEXT NOT NULL,
    "Day" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    "Fields" TEXT NOT NULL,
    CONSTRAINT "PK_Receipts" PRIMARY KEY ("Factory", "Number")
);

CREATE TABLE "TargetImports" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_TargetImports" PRIMARY KEY,
    "Cycle" TEXT NOT NULL,
    "FileName" TEXT NOT NULL,
    "Digest" TEXT NOT NULL,
    "By" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    "Added" INTEGER NOT NULL,
    "Duplicates" INTEGER NOT NULL
);

CREATE TABLE "TargetValues" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_TargetValues" PRIMARY KEY AUTOINCREMENT,
    "Cycle" TEXT NOT NULL,
    "Indicator" TEXT NOT NULL,
    "AsOf" TEXT NOT NULL,
    "Value" REAL NOT NULL,
    "Kind" TEXT NOT NULL,
    "Source" TEXT NOT NULL,
    "SourceDate" TEXT NOT NULL,
    "Note" TEXT NULL,
    "Import" TEXT NOT NULL,
    "Line" INTEGER NOT NULL
);

CREATE TABLE "TaskEvents" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_TaskEvents" PRIMARY KEY AUTOINCREMENT,
    "Task" TEXT NOT NULL,
    "Factory" TEXT NOT NULL,
    "Answer" TEXT NULL,
    "Kind" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Text" TEXT NULL,
    "By" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    "Stored" INTEGER NOT NULL
);

CREATE TABLE "Tasks" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Tasks" PRIMARY KEY,
    "Factory" TEXT NOT NULL,
    "Revision" INTEGER NOT NULL,
    "Title" TEXT NOT NULL,
    "Text" TEXT NULL,
    "Warning" TEXT NULL,
    "Owner" TEXT NOT NULL,
    "Due" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "CreatedBy" TEXT NOT NULL,
    "Created" INTEGER NOT NULL,
    "Changed" INTEGER NOT NULL
);

CREATE TABLE "Views" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Views" PRIMARY KEY AUTOINCREMENT,
    "At" INTEGER NOT NULL,
    "Viewer" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "Status" INTEGER NOT NULL,
    "Address" TEXT NOT NULL
);

CREATE TABLE "Warnings" (
    "Factory" TEXT NOT NULL,
    "Id" TEXT NOT NULL,
    "Revision" INTEGER NOT NULL,
    "Withdrawn" INTEGER NOT NULL,
    "District" TEXT NULL,
    "Sector" TEXT NULL,
    "Unrelated" TEXT NULL,
    "State" TEXT NULL,
    "Raised" INTEGER NULL,
    "Changed" INTEGER NULL,
    "Document" TEXT NULL,
    CONSTRAINT "PK_Warnings" PRIMARY KEY ("Factory", "Id")
);

CREATE UNIQUE INDEX "IX_Receipts_Factory_Warning_Viewer_Day" ON "Receipts" ("Factory", "Warning", "Viewer", "Day");

CREATE INDEX "IX_TargetImports_At" ON "TargetImports" ("At");

CREATE INDEX "IX_TargetValues_Cycle_Indicator_AsOf" ON "TargetValues" ("Cycle", "Indicator", "AsOf");

CREATE UNIQUE INDEX "IX_TaskEvents_Factory_Answer" ON "TaskEvents" ("Factory", "Answer");

CREATE INDEX "IX_TaskEvents_Task" ON "TaskEvents" ("Task");

CREATE INDEX "IX_Tasks_Changed" ON "Tasks" ("Changed");

CREATE UNIQUE INDEX "IX_Tasks_Factory_Revision" ON "Tasks" ("Factory", "Revision");

CREATE INDEX "IX_Views_At" ON "Views" ("At");

CREATE INDEX "IX_Warnings_Changed" ON "Warnings" ("Changed");

CREATE INDEX "IX_Warnings_Raised" ON "Warnings" ("Raised");
