#!/bin/sh
# Builds llama-server once from the llama.cpp source inside llama-cpp-python's source package, and makes tiny models for it.
# Nothing else is downloaded. The folder is left out of git by a .gitignore of its own; delete it to build again.
set -eu
python=$1 folder=$2
version=0.3.36
sha256=832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e
source=llama_cpp_python-$version

mkdir -p "$folder"
echo '*' > "$folder/.gitignore"
if [ ! -x "$folder/llama-server" ]; then
  for tool in cmake g++ make; do
    command -v "$tool" >/dev/null || { echo "llama-server is built from source: sudo apt-get install cmake g++ make"; exit 1; }
  done
  started=$(date +%s)
  if [ ! -f "$folder/$source.tar.gz" ]; then
    echo "==> downloading the source (77 MB)"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
      --dest "$folder" "llama-cpp-python==$version"
  fi
  echo "$sha256  $folder/$source.tar.gz" | sha256sum --check --quiet
  echo "==> building llama-server: once, about ten minutes on one core"
  tar xzf "$folder/$source.tar.gz" -C "$folder"
  cmake -S "$folder/$source/vendor/llama.cpp" -B "$folder/build" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
    -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_CURL=OFF -DLLAMA_OPENSSL=OFF \
    -DGGML_NATIVE=OFF > "$folder/build.log"
  nice -n 19 make -C "$folder/build" -j1 llama-server >> "$folder/build.log"
  strip -o "$folder/llama-server" "$folder/build/bin/llama-server"
  echo "$(($(date +%s) - started))" > "$folder/build-seconds"
  rm -rf "${folder:?}/$source" "$folder/build"
fi
"$python" -m tests.server.tiny_model "$folder"
echo "==> $("$folder/llama-server" --version 2>&1 | head -n 1)"
