@echo off
rem The brain tool, with the data folder of this installation's configuration unless another one is named.
if not defined INDUSTRYBRAIN_DATA for /f "delims=" %%d in ('""%~dp0..\@RUNNER@.exe" where"') do set "INDUSTRYBRAIN_DATA=%%d"
"%~dp0..\@TOOL@.exe" %*
