# Removes the service and the programs. Configuration and data stay, unless -Purge says otherwise. Run as administrator.
param([string] $Prefix = "$env:ProgramData\IndustryBrain", [switch] $Purge)
$ErrorActionPreference = 'Stop'
$service = 'JinanIndustryBrain'
if (Get-Service $service -ErrorAction SilentlyContinue) {
  Stop-Service $service -ErrorAction SilentlyContinue
  sc.exe delete $service | Out-Null
}
if (Test-Path "$Prefix\versions") { Remove-Item -Recurse -Force "$Prefix\versions" }
if ($Purge) { Remove-Item -Recurse -Force $Prefix; Write-Host 'Removed programs, configuration and data.' }
else { Write-Host "Removed the programs. Configuration and data are in $Prefix." }
