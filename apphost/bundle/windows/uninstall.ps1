#Requires -Version 5.1
#Requires -RunAsAdministrator
# Removes the service and the programs. Configuration and data stay, unless -Purge says otherwise.
param([string] $Prefix = "$env:ProgramData\IndustryBrain", [switch] $Purge)
$ErrorActionPreference = 'Stop'
$service = 'JinanIndustryBrain'
if (-not (Test-Path "$Prefix\versions")) { throw "There is no installation at $Prefix. Name it with -Prefix." }
if (Get-Service $service -ErrorAction SilentlyContinue) {
  # Programs in use could not be removed.
  Stop-Service $service
  & sc.exe delete $service | Out-Null
  if ($LASTEXITCODE -ne 0) { throw "The service $service could not be removed (sc.exe: $LASTEXITCODE)." }
}
# This script may lie in what it removes.
Set-Location $env:SystemDrive\
Remove-Item -Recurse -Force "$Prefix\versions"
if ($Purge) { Remove-Item -Recurse -Force $Prefix; Write-Host "Removed programs, configuration, and everything in $Prefix." }
else { Write-Host "Removed the programs. Configuration and data are in $Prefix." }
