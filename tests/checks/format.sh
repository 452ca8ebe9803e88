#!/usr/bin/env bash
# All C++ is formatted by the repository's .clang-format. `format.sh fix` formats it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Versions format differently; Debian 12 has 14.
tool=$(command -v clang-format-14 || command -v clang-format || true)
if [[ -z $tool || $("$tool" --version) != *"version 14."* ]]; then
    echo "check_format: clang-format 14 is needed (Debian package clang-format); found: ${tool:-none}"
    exit 1
fi
mapfile -d '' sources < <(cd "$root" && find engine ui app tests \( -name node_modules -o -name 'build*' \) -prune \
    -o -type f \( -name '*.cpp' -o -name '*.hpp' -o -name '*.h' \) -print0)
[[ ${#sources[@]} -gt 0 ]] || { echo "check_format: no C++ was found"; exit 1; }
arguments=(--dry-run -Werror --ferror-limit=1)
[[ ${1:-} == fix ]] && arguments=(-i)
status=0
(cd "$root" && printf '%s\0' "${sources[@]}" | xargs -0 -P 2 -n 16 "$tool" "${arguments[@]}") || status=1
echo "check_format: ${#sources[@]} files checked"
[[ $status -eq 0 ]] || echo "check_format: run tests/checks/format.sh fix"
exit $status
