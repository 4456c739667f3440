-- What version 1 made, as it made it.
CREATE TABLE "DeadLetters" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_DeadLetters" PRIMARY KEY AUTOINCREMENT,
    "Factory" TEXT NOT NULL,
    "Received" INTEGER NOT NULL,
    "Reason" TEXT NOT NULL,
    "Bytes" INTEGER NOT NULL,
    "Digest" TEXT NOT NULL
);

CREATE TABLE "Insights" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Insights" PRIMARY KEY,
    "Factory" TEXT NOT NULL,
    "Asset" TEXT NOT NULL,
    "Sector" TEXT NOT NULL,
    "District" TEXT NOT NULL,
    "Unrelated" TEXT NOT NULL,
    "Indicator" TEXT NOT NULL,
    "Unit" TEXT NOT NULL,
    "Level" TEXT NOT NULL,
    "Value" REAL NULL,
    "Coverage" REAL NOT NULL,
    "Counts" INTEGER NOT NULL,
    "Computed" INTEGER NOT NULL,
    "WindowTo" INTEGER NOT NULL,
    "Source" INTEGER NOT NULL,
    "Stored" INTEGER NOT NULL,
    "Document" TEXT NOT NULL
);

CREATE TABLE "Settings" (
    "Name" TEXT NOT NULL CONSTRAINT "PK_Settings" PRIMARY KEY,
    "Value" TEXT NOT NULL
);

CREATE TABLE "Sheets" (
    "From" INTEGER NOT NULL,
    "Indicator" TEXT NOT NULL,
    "Unit" TEXT NOT NULL,
    "To" INTEGER NOT NULL,
    "Document" TEXT NOT NULL,
    CONSTRAINT "PK_Sheets" PRIMARY KEY ("From", "Indicator", "Unit")
);

CREATE INDEX "IX_Insights_Factory_Source" ON "Insights" ("Factory", "Source");

CREATE INDEX "IX_Insights_WindowTo_Counts" ON "Insights" ("WindowTo", "Counts");
