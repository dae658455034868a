#!/usr/bin/env bash
# The one script: run, test, check, bench. CI calls the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
app=artifacts/app
sandbox=artifacts/sandbox

usage() {
  cat <<'EOF'
./build.sh run [--urls http://127.0.0.1:5080]   build if needed, start Release (SQLite and the sandbox by default)
./build.sh test                                 install what tests need where it is missing, run every test
./build.sh test unit                            only those that need nothing outside the process, for the loop of work
./build.sh test NAMESPACE                       only those of a namespace, such as Release.Tests.Integration.Git
./build.sh check                                format, analyzers, warnings as errors, architecture tests
./build.sh bench [name] [arguments]             print figures; without a name, all of them
./build.sh format                               put the formatting right
./build.sh sql SqlServer|PostgreSql             print the tables as a script, for where Release may not make them
./build.sh migration NAME                       the model's changes as a migration for each database
EOF
}

# sources_changed_since STAMP FOLDER…: of these folders and of the files beside this script.
sources_changed_since() {
  local stamp=$1
  shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" ./*.props ./global.json ./appsettings.json -newer "$stamp" -type f \
    \( -name '*.cs' -o -name '*.razor' -o -name '*.css' -o -name '*.js' -o -name '*.svg' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.json' \) \
    -not -path '*/bin/*' -not -path '*/obj/*' -print -quit)" ]
}

# publish_program PROJECT OUTPUT FOLDER…: as it ships, if one of the folders has changed. Static files of packages are only served from a published folder.
publish_program() {
  local project=$1 output=$2
  shift 2
  if sources_changed_since "$output/.stamp" "$@"; then
    rm -rf "$output"
    dotnet publish "$project/$project.csproj" -c Release -o "$output" -v quiet --nologo >&2
    touch "$output/.stamp"
  fi
}

# The product and the sandbox. They share no project, so both are published at once.
publish() {
  publish_program Release.Sandbox "$sandbox" Release.Sandbox &
  local other=$!
  publish_program Release.Web "$app" Release.Core Release.Data Release.Integrations Release.Web
  wait "$other"
}

# The sandbox lives on a pipe whose other end Release inherits below, so that it ends when Release does, however that ends.
# It ends by itself where Release:Mode is Live.
start_sandbox() {
  exec 3> >(exec dotnet "$sandbox/Release.Sandbox.dll" --end-with-stdin "$@" >&2)
  # So that Release does not take one of an earlier run, which is just ending, for this one.
  export RELEASE_SANDBOX_PROCESS=$! RELEASE_SANDBOX_PIPE=3
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# stop_service NAME PACKAGE…: a package starts what it brings as a service, if it was among those installed; the tests start their own.
stop_service() {
  local name=$1
  shift
  if [[ " $* " != *" $name"* ]]; then
    return
  elif [ -d /run/systemd/system ]; then
    as_root systemctl disable --quiet --now "$name" >&2
  elif [ -x "/etc/init.d/$name" ]; then
    as_root "/etc/init.d/$name" stop >&2
  fi
}

# Debian packages that tests need; nothing is skipped where one is missing.
install_for_tests() {
  local missing=()
  command -v git >/dev/null || missing+=(git)
  command -v chromium >/dev/null || missing+=(chromium fonts-dejavu-core)
  command -v kubectl >/dev/null || missing+=(kubernetes-client)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  command -v docker-registry >/dev/null || missing+=(docker-registry)
  compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql-15)
  if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing for the tests: ${missing[*]}" >&2
    as_root apt-get update -qq >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
    stop_service docker-registry "${missing[@]}"
    stop_service postgresql "${missing[@]}"
  fi
  install_node_packages
}

# The official JavaScript client of Kubernetes, which a test points at the sandbox, and GitHub's own description with a
# mock that answers by it; node_modules is ignored by git.
install_node_packages() {
  local folder
  for folder in Release.Tests/Node Release.Tests/Node/GitHub; do
    if [ ! -e "$folder/node_modules/.package-lock.json" ] || [ "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ]; then
      (cd "$folder" && npm ci --silent --no-progress >&2)
      touch "$folder/node_modules/.package-lock.json"
    fi
  done
}

# A migration that was published is never edited; the list of their sums says so, and a test looks.
add_migration() {
  local provider migrations=Release.Data/Migrations
  dotnet tool restore >&2
  dotnet build Release.Data/Release.Data.csproj -c Release -v quiet --nologo >&2
  for provider in Sqlite SqlServer PostgreSql; do
    dotnet ef migrations add "$1" --context "${provider}ReleaseDbContext" --output-dir "Migrations/$provider" \
      --project Release.Data --configuration Release --no-build
  done
  (cd "$migrations" && sha256sum */*_"$1".cs >>published.sha256)
}

run_tests() {
  local results="artifacts/test-results.xml" code=0
  mkdir -p artifacts
  rm -f "$results"
  dotnet exec Release.Tests/bin/Release/net10.0/Release.Tests.dll -xml "$results" "$@" || code=$?
  if [ ! -s "$results" ]; then
    echo "The tests ended without results (exit code $code)."
    echo "0 passed, 1 failed"
    return 1
  fi
  local sum
  # The assembly's own element: collections inside it have counts of their own.
  sum=$(grep -o '<assembly [^>]*>' "$results" | head -n 1)
  attribute() { printf '%s' "$sum" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
  local passed failed errors
  passed=$(attribute passed) failed=$(attribute failed) errors=$(attribute errors)
  if [ "$((failed + errors))" -eq 0 ] && [ "$passed" -eq 0 ]; then failed=1; echo "No test ran."; fi
  echo "$passed passed, $((failed + errors)) failed"
  [ "$code" -eq 0 ] && [ "$((failed + errors))" -eq 0 ]
}

command=${1:-}
[ $# -gt 0 ] && shift
case "$command" in
  run)
    publish
    # The command "schema" needs no sandbox.
    if [[ "${1:-}" != schema && "${Release__Mode:-}" != [Ll][Ii][Vv][Ee] ]]; then start_sandbox "$@"; fi
    exec dotnet "$app/Release.Web.dll" "$@"
    ;;
  test)
    if [ "${1:-}" = unit ]; then
      dotnet build Release.Tests/Release.Tests.csproj -c Release -v quiet --nologo -p:UseSharedCompilation=true -p:RunAnalyzers=false
      run_tests -namespace 'Release.Tests.Unit.*'
    else
      install_for_tests
      publish
      dotnet build Release.sln -c Release -v quiet --nologo
      if [ $# -gt 0 ]; then run_tests -namespace "$1"; else run_tests; fi
    fi
    ;;
  check)
    dotnet restore Release.sln -v quiet
    dotnet format whitespace Release.sln --verify-no-changes --no-restore
    dotnet build Release.sln -c Release -v quiet --nologo --no-restore
    run_tests -namespace Release.Tests.Unit.Architecture
    ;;
  format)
    dotnet format Release.sln --severity warn
    ;;
  sql)
    publish
    exec dotnet "$app/Release.Web.dll" schema "$@"
    ;;
  migration)
    add_migration "$1"
    ;;
  bench)
    publish
    dotnet build Release.Benchmarks/Release.Benchmarks.csproj -c Release -v quiet --nologo >&2
    dotnet exec Release.Benchmarks/bin/Release/net10.0/Release.Benchmarks.dll "$@"
    ;;
  *)
    usage
    [ "$command" = help ] || exit 2
    ;;
esac
