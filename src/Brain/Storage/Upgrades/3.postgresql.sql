-- Brings a database of version 2 to version 3. Databases in the field went this way: it is never changed.
CREATE INDEX "IX_Sheets_Indicator_Unit_From" ON "Sheets" ("Indicator", "Unit", "From");

DROP INDEX "IX_Warnings_Changed";

CREATE INDEX "IX_Warnings_Changed_Factory_Id" ON "Warnings" ("Changed" DESC, "Factory", "Id");
