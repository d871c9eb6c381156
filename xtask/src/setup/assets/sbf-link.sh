#!/bin/sh
# Some dependencies (solana-zk-sdk) declare a cdylib beside their rlib. They export no entrypoint: nothing to link.
symbols= output= previous=
for argument in "$@"; do
  case $previous in --export-symbols) symbols=$argument ;; -o) output=$argument ;; esac
  previous=$argument
done
if [ -n "$symbols" ] && ! grep -qx entrypoint "$symbols"; then : > "$output"; exit 0; fi
LD_LIBRARY_PATH='@LIB@' exec '@LIB@/ld-linux-x86-64.so.2' --library-path '@LIB@' '@LINKER@' '@BUILTINS@' "$@"
