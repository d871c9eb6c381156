#!/bin/sh
# Some dependencies (solana-zk-sdk) declare a cdylib beside their rlib. They export no entrypoint: nothing to link.
# Compiled for size (-Os), functions carry their own mark for it; the linker's own passes know -O2 only.
for argument in "$@"; do
  shift
  case $argument in -Os|-Oz) argument=-O2 ;; esac
  set -- "$@" "$argument"
done
symbols= output= previous=
for argument in "$@"; do
  case $previous in --export-symbols) symbols=$argument ;; -o) output=$argument ;; esac
  previous=$argument
done
if [ -n "$symbols" ] && ! grep -qx entrypoint "$symbols"; then : > "$output"; exit 0; fi
LD_LIBRARY_PATH='@LIB@' exec '@LIB@/ld-linux-x86-64.so.2' --library-path '@LIB@' '@LINKER@' '@BUILTINS@' "$@"
