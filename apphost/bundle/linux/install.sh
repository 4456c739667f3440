#!/bin/sh
# Installs this bundle, or upgrades an installation to it. Needs no network.
#   as root:  /opt/industrybrain, configuration in /etc/industrybrain, data in /var/lib/industrybrain, a systemd service
#   else:     ./install.sh --prefix DIR puts all of it into DIR, without a service
set -eu
# Programs are for everybody to run, whatever the caller's habit.
umask 022
bundle=$(dirname "$(readlink -f "$0")")
prefix= service=yes user=industrybrain

usage() {
  echo "usage: install.sh [--prefix DIR] [--user NAME] [--no-service]"
  exit "$1"
}

while [ $# -gt 0 ]; do
  case $1 in
    --prefix) [ $# -ge 2 ] || usage 1; prefix=$2; shift 2 ;;
    --user) [ $# -ge 2 ] || usage 1; user=$2; shift 2 ;;
    --no-service) service=no; shift ;;
    -h | --help) usage 0 ;;
    *) echo "install.sh: '$1' is not known." >&2; usage 1 ;;
  esac
done

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

version=$(cat "$bundle/VERSION")
case $(uname -m) in
  x86_64) machine=linux-x64 ;;
  aarch64) machine=linux-arm64 ;;
  *) machine=$(uname -m) ;;
esac
grep -q "\"runtime\": \"$machine\"" "$bundle/bundle.json" || fail "this bundle is not for $machine."
(cd "$bundle" && sha256sum --check --quiet SHA256SUMS) || fail "this bundle is not what was packed. Unpack it anew."

if [ -z "$prefix" ]; then
  [ "$(id -u)" -eq 0 ] || fail "without --prefix DIR this needs root."
  prefix=/opt/industrybrain system=yes
else
  mkdir -p "$prefix"
  prefix=$(readlink -f "$prefix") system=no
fi

if [ -e "$prefix/current" ]; then
  exec "$bundle/bin/industrybrain" upgrade --prefix "$prefix"
fi

if [ $system = yes ]; then
  if ! id "$user" >/dev/null 2>&1; then
    useradd --system --home-dir /var/lib/industrybrain --shell /usr/sbin/nologin "$user"
  fi
  group=$(id -gn "$user")
  mkdir -p /etc/industrybrain "$prefix"
  install -d -m 0700 -o "$user" -g "$group" /var/lib/industrybrain
  ln -sfn /etc/industrybrain "$prefix/config"
  config=/etc/industrybrain data=/var/lib/industrybrain/data
else
  mkdir -p "$prefix/config"
  chmod 700 "$prefix/config"
  config=$prefix/config data=../data
fi

# What stands there is kept: an installation that was removed and comes back goes on with it.
for sample in "$bundle"/config/*; do
  target=$config/$(basename "$sample")
  [ -e "$target" ] || sed "s|^data: .*|data: $data|" "$sample" > "$target"
done
if [ $system = yes ]; then
  chown -R "root:$group" /etc/industrybrain
  chmod 750 /etc/industrybrain
  chmod 640 /etc/industrybrain/*.*
fi

mkdir -p "$prefix/versions"
rm -rf "$prefix/versions/$version.new"
cp -R "$bundle" "$prefix/versions/$version.new"
[ $system = no ] || chown -R root:root "$prefix/versions/$version.new"
mv -T "$prefix/versions/$version.new" "$prefix/versions/$version"
ln -sfn "versions/$version" "$prefix/current"

if [ $system = yes ] && [ $service = yes ]; then
  sed -e "s|^User=.*|User=$user|" -e "s|^Group=.*|Group=$group|" "$bundle/systemd/industrybrain.service" > /etc/systemd/system/industrybrain.service
  if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl enable industrybrain.service
    echo "Installed $version. Look at $config/industrybrain.yaml, then: systemctl start industrybrain"
    exit 0
  fi
  echo "systemd does not run here: the unit is in /etc/systemd/system, and starts with the next boot that systemd makes once it is enabled."
fi
echo "Installed $version. Look at $config/industrybrain.yaml, then: $prefix/current/bin/industrybrain start"
