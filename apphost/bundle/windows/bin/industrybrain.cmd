@echo off
rem The runner of the bundle that this file lies in: run, check, where.
"%~dp0..\@RUNNER@.exe" %*
