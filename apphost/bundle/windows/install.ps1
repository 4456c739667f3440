#Requires -Version 5.1
#Requires -RunAsAdministrator
# Installs this bundle as a Windows service, or upgrades an installation to it. Needs no network.
#   programs in $Prefix\versions\<version>, configuration in $Prefix\config, data in $Prefix\data
param([string] $Prefix = "$env:ProgramData\IndustryBrain", [int] $WaitSeconds = 180)
$ErrorActionPreference = 'Stop'
$service = 'JinanIndustryBrain'
$account = 'NT AUTHORITY\LocalService'
$version = (Get-Content "$PSScriptRoot\VERSION").Trim()
$target = "$Prefix\versions\$version"
$runner = "$target\$('@RUNNER@' -replace '/', '\').exe"
$configuration = "$Prefix\config\industrybrain.yaml"

# PowerShell itself goes on after a program that failed.
function Invoke-Program([string] $Program, [string[]] $Arguments) {
  $said = & $Program @Arguments
  if ($LASTEXITCODE -ne 0) { throw "$Program $Arguments ended with ${LASTEXITCODE}: $said" }
}

# Accounts by their ids, which are the same in every language of Windows: administrators, the system, LocalService.
function Set-Access([string] $Folder, [string] $ServiceRight) {
  Invoke-Program icacls.exe @(
    $Folder, '/inheritance:r', '/grant:r', '*S-1-5-32-544:(OI)(CI)F', '*S-1-5-18:(OI)(CI)F', "*S-1-5-19:(OI)(CI)$ServiceRight")
}

# By CIM and not by sc.exe: the quotes within a command line get lost on their way to a program.
function Set-ServiceCommand([string] $Command) {
  $change = Get-CimInstance Win32_Service -Filter "Name='$service'" | Invoke-CimMethod -MethodName Change -Arguments @{ PathName = $Command }
  if ($change.ReturnValue -ne 0) { throw "The service $service could not be changed (Win32_Service.Change: $($change.ReturnValue))." }
}

foreach ($line in Get-Content "$PSScriptRoot\SHA256SUMS") {
  $digest, $path = $line -split '  ', 2
  if ((Get-FileHash -Algorithm SHA256 -LiteralPath "$PSScriptRoot\$path").Hash -ne $digest) { throw "$path is not what was packed. Unpack the bundle anew." }
}
$existing = Get-CimInstance Win32_Service -Filter "Name='$service'"
if ((Test-Path "$target\SHA256SUMS") -and (Get-FileHash "$target\SHA256SUMS").Hash -ne (Get-FileHash "$PSScriptRoot\SHA256SUMS").Hash) {
  throw "Version $version is installed already, with other content. Take a bundle with a version of its own."
}

# Nobody but administrators and the service reads keys and data, and the service changes neither its programs nor its configuration.
New-Item -ItemType Directory -Force "$Prefix\versions", "$Prefix\config" | Out-Null
Set-Access $Prefix 'M'
Set-Access "$Prefix\versions" 'RX'
Set-Access "$Prefix\config" 'RX'
foreach ($sample in Get-ChildItem "$PSScriptRoot\config") {
  $file = "$Prefix\config\$($sample.Name)"
  if (-not (Test-Path $file)) { (Get-Content $sample.FullName) -replace '^data: .*', 'data: ../data' | Set-Content -Encoding UTF8 $file }
}
if (-not (Test-Path $target)) {
  if (Test-Path "$target.new") { Remove-Item -Recurse -Force "$target.new" }
  Copy-Item -Recurse $PSScriptRoot "$target.new"
  Rename-Item "$target.new" $version
}

$command = "`"$runner`" run --plain --config `"$configuration`""
& $runner check --config $configuration
$isUsable = $LASTEXITCODE -eq 0
if (-not $existing) {
  $created = Invoke-CimMethod -ClassName Win32_Service -MethodName Create -Arguments @{
    Name = $service; DisplayName = 'Jinan Industry Brain (@PROFILE@)'; PathName = $command; StartMode = 'Automatic'
    StartName = $account; ServiceType = [byte] 16; ErrorControl = [byte] 1; DesktopInteract = $false
  }
  if ($created.ReturnValue -ne 0) { throw "The service $service could not be made (Win32_Service.Create: $($created.ReturnValue))." }
  # For ever: a factory at night has nobody to start it again.
  Invoke-Program sc.exe @('failure', $service, 'reset=', '86400', 'actions=', 'restart/5000/restart/5000/restart/30000')
  Invoke-Program sc.exe @('failureflag', $service, '1')
  Write-Host "Installed $version. Look at $configuration, then: Start-Service $service"
  return
}

if (-not $isUsable) { throw "$version cannot use the configuration; what ran before still runs. Mend $configuration and run this again." }
$before = $existing.PathName
if ($before -eq $command) { Write-Host "$version is the current version already."; return }
$wasRunning = $existing.State -eq 'Running'
if ($wasRunning) { Stop-Service $service }
Set-ServiceCommand $command
if (-not $wasRunning) { Write-Host "$version is current. The service did not run and was not started."; return }
try {
  Start-Service $service
  & $runner ready --wait $WaitSeconds --config $configuration
  if ($LASTEXITCODE -eq 0) { Write-Host "$version runs."; return }
} catch {
  Write-Warning "$_"
}
Stop-Service $service -ErrorAction SilentlyContinue
Set-ServiceCommand $before
Start-Service $service
throw "$version did not come up; the version of before was started again. See $Prefix\data\logs."
