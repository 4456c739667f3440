#!/bin/sh
# Removes an installation's programs. Configuration and data stay, unless --purge says otherwise.
set -eu
prefix=/opt/industrybrain purge=no
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) [ $# -ge 2 ] || { echo "uninstall.sh: --prefix needs a folder." >&2; exit 1; }; prefix=$(readlink -f "$2"); shift 2 ;;
    --purge) purge=yes; shift ;;
    *) echo "usage: uninstall.sh [--prefix DIR] [--purge]"; exit 1 ;;
  esac
done
[ -e "$prefix/current" ] || { echo "uninstall.sh: there is no installation at $prefix." >&2; exit 1; }

data=$("$prefix/current/bin/industrybrain" where || true)
"$prefix/current/bin/industrybrain" stop || true
unit=/etc/systemd/system/industrybrain.service
if [ "$(id -u)" -eq 0 ] && [ -e $unit ] && grep -q "$prefix/current" $unit; then
  if [ -d /run/systemd/system ]; then
    systemctl disable industrybrain.service || true
  fi
  rm -f $unit
  if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
  fi
fi
config=$(readlink -f "$prefix/config")
rm -rf "$prefix/versions"
rm -f "$prefix/current" "$prefix/previous"
[ ! -L "$prefix/config" ] || rm -f "$prefix/config"
if [ $purge = yes ]; then
  rm -rf "$config"
  # What restores moved aside has keys in it, too.
  [ -z "$data" ] || rm -rf "$data" "$data".before-restore-* "$config".before-restore-*
  echo "Removed programs, configuration and data; the system's user stays."
else
  echo "Removed the programs. Configuration is in $config, data in ${data:-the folder that it names}."
fi
rmdir "$prefix" 2>/dev/null || true
