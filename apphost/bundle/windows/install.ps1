# Installs this bundle as a Windows service, or upgrades an installation to it. Run as administrator; needs no network.
#   programs in $Prefix\versions\<version>, configuration in $Prefix\config, data in $Prefix\data
param([string] $Prefix = "$env:ProgramData\IndustryBrain", [int] $WaitSeconds = 180)
$ErrorActionPreference = 'Stop'
$service = 'JinanIndustryBrain'
$version = (Get-Content "$PSScriptRoot\VERSION").Trim()
$target = "$Prefix\versions\$version"

foreach ($line in Get-Content "$PSScriptRoot\SHA256SUMS") {
  $digest, $path = $line -split '  ', 2
  if ((Get-FileHash -Algorithm SHA256 "$PSScriptRoot\$path").Hash -ne $digest) { throw "$path is not what was packed. Unpack the bundle anew." }
}

New-Item -ItemType Directory -Force "$Prefix\versions", "$Prefix\config" | Out-Null
# The service's own account, administrators and the system; nobody else reads keys and data.
icacls $Prefix /inheritance:r /grant 'Administrators:(OI)(CI)F' 'SYSTEM:(OI)(CI)F' 'LOCAL SERVICE:(OI)(CI)M' | Out-Null
foreach ($sample in Get-ChildItem "$PSScriptRoot\config") {
  $file = "$Prefix\config\$($sample.Name)"
  if (-not (Test-Path $file)) { (Get-Content $sample.FullName) -replace '^data: .*', 'data: ../data' | Set-Content $file }
}
if (-not (Test-Path $target)) {
  if (Test-Path "$target.new") { Remove-Item -Recurse -Force "$target.new" }
  Copy-Item -Recurse $PSScriptRoot "$target.new"
  Rename-Item "$target.new" $version
}

$command = "`"$target\@RUNNER@.exe`" run --plain --config `"$Prefix\config\industrybrain.yaml`""
& "$target\@RUNNER@.exe" check --config "$Prefix\config\industrybrain.yaml"
if ($LASTEXITCODE -ne 0) { throw 'Mend the configuration and run this again; nothing was changed.' }

$existing = Get-CimInstance Win32_Service -Filter "Name='$service'"
if (-not $existing) {
  sc.exe create $service binPath= $command start= auto obj= 'NT AUTHORITY\LocalService' DisplayName= 'Jinan Industry Brain (@PROFILE@)' | Out-Null
  sc.exe failure $service reset= 86400 actions= restart/5000/restart/5000/restart/30000 | Out-Null
  sc.exe failureflag $service 1 | Out-Null
  Write-Host "Installed $version. Look at $Prefix\config\industrybrain.yaml, then: Start-Service $service"
  return
}

function Wait-Health {
  $until = (Get-Date).AddSeconds($WaitSeconds)
  $port = 8489
  foreach ($line in Get-Content "$Prefix\config\industrybrain.yaml") { if ($line -match '^\s+port:\s*(\d+)\s*#\s*health') { $port = $Matches[1] } }
  while ((Get-Date) -lt $until) {
    try { if ((Invoke-WebRequest -UseBasicParsing "http://127.0.0.1:$port/health" -TimeoutSec 5).StatusCode -eq 200) { return $true } } catch { Start-Sleep 1 }
  }
  return $false
}

$before = $existing.PathName
$wasRunning = $existing.State -eq 'Running'
if ($wasRunning) { Stop-Service $service }
sc.exe config $service binPath= $command | Out-Null
if (-not $wasRunning) { Write-Host "$version is current. The service did not run and was not started."; return }
Start-Service $service
if (Wait-Health) { Write-Host "$version runs."; return }
Stop-Service $service -ErrorAction SilentlyContinue
sc.exe config $service binPath= $before | Out-Null
Start-Service $service
throw "$version did not come up; the version of before runs again. See $Prefix\data\logs."
