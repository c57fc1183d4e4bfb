// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

// Checks a log of hoheit with code by other people: golang.org/x/mod/sumdb/note and tlog, which Go itself relies on.
//
//	log-check FOLDER VKEY [OLD]
//
// 1. The checkpoint is signed by the key.
// 2. The hashes of all entries lead to the root, and to the tiles of level 0.
// 3. Some entries are included, by proofs out of the log's tiles of all levels, which tlog holds against the root.
// 4. The log goes on from the tree of its first OLD entries (default: half of them).
//
// Packages of Debian: golang-go, golang-golang-x-mod-dev. Build: GO111MODULE=off GOPATH=/usr/share/gocode go build
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

func main() {
	if len(os.Args) < 3 || len(os.Args) > 4 {
		fmt.Fprintln(os.Stderr, "log-check FOLDER VKEY [OLD]")
		os.Exit(3)
	}
	said, err := check(os.Args[1], os.Args[2], os.Args[3:])
	if err != nil {
		fmt.Println("no:", err)
		os.Exit(4)
	}
	fmt.Println("yes:", said)
}

func check(folder, vkey string, rest []string) (string, error) {
	tree, err := checkpoint(folder, vkey)
	if err != nil {
		return "", err
	}
	old := tree.N / 2
	if len(rest) == 1 {
		if old, err = strconv.ParseInt(rest[0], 10, 64); err != nil || old < 0 || old > tree.N {
			return "", fmt.Errorf("%s is no earlier size", rest[0])
		}
	}
	// The tree over all entries, grown by tlog from nothing but their bytes.
	var stored hashes
	var oldRoot tlog.Hash
	for n := int64(0); n < tree.N; n += width {
		if err := bundle(folder, n, min(width, tree.N-n), &stored); err != nil {
			return "", err
		}
	}
	root, err := tlog.TreeHash(tree.N, &stored)
	if err != nil {
		return "", err
	}
	if tree.N > 0 && root != tree.Hash {
		return "", fmt.Errorf("the entries lead to the root %v, signed is %v", root, tree.Hash)
	}
	if old > 0 {
		if oldRoot, err = tlog.TreeHash(old, &stored); err != nil {
			return "", err
		}
	}
	proofs, err := proofs(folder, tree, &stored, old, oldRoot)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d entries, %d inclusion proofs, consistent since %d", tree.N, proofs, old), nil
}

// Reads the checkpoint and verifies its signature.
func checkpoint(folder, vkey string) (tree tlog.Tree, err error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, err
	}
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return tree, err
	}
	signed, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tree, fmt.Errorf("not a checkpoint of %s", verifier.Name())
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, err
}

// The hashes that tlog keeps of a tree, in the order in which it numbers them.
type hashes []tlog.Hash

func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(*h)) {
			return nil, fmt.Errorf("hash %d is not there", index)
		}
		out[i] = (*h)[index]
	}
	return out, nil
}

// Reads the bundle that begins with entry n, and compares it with its tile.
func bundle(folder string, n, count int64, stored *hashes) error {
	entries, err := read(folder, "entries", n/width, count)
	if err != nil {
		return err
	}
	tile, err := read(folder, "0", n/width, count)
	if err != nil {
		return err
	}
	for i := int64(0); i < count; i++ {
		if len(entries) < 2 || len(entries)-2 < int(binary.BigEndian.Uint16(entries)) {
			return fmt.Errorf("the bundle of entry %d is cut off", n+i)
		}
		length := int(binary.BigEndian.Uint16(entries))
		leaf := tlog.RecordHash(entries[2 : 2+length])
		entries = entries[2+length:]
		if int64(len(tile)) < (i+1)*tlog.HashSize || !bytes.Equal(leaf[:], tile[i*tlog.HashSize:(i+1)*tlog.HashSize]) {
			return fmt.Errorf("entry %d does not fit its tile", n+i)
		}
		more, err := tlog.StoredHashesForRecordHash(n+i, leaf, stored)
		if err != nil {
			return err
		}
		*stored = append(*stored, more...)
	}
	return nil
}

// A tile or bundle, or the full one that has taken its place.
func read(folder, level string, index, count int64) ([]byte, error) {
	name := fmt.Sprintf("%03d", index%1000)
	for index /= 1000; index > 0; index /= 1000 {
		name = fmt.Sprintf("x%03d/%s", index%1000, name)
	}
	full := filepath.Join(folder, "tile", level, name)
	if count == width {
		return os.ReadFile(full)
	}
	content, err := os.ReadFile(fmt.Sprintf("%s.p/%d", full, count))
	if os.IsNotExist(err) {
		return os.ReadFile(full)
	}
	return content, err
}

// Hands tlog our tiles. Paths are those of c2sp.org/tlog-tiles; what is in the tiles is the same.
type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(wanted))
	for i, tile := range wanted {
		content, err := read(t.folder, strconv.Itoa(tile.L), tile.N, int64(tile.W))
		if err != nil {
			return nil, err
		}
		if len(content) < tile.W*tlog.HashSize {
			return nil, fmt.Errorf("tile %d/%d is cut off", tile.L, tile.N)
		}
		out[i] = content[:tile.W*tlog.HashSize]
	}
	return out, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// Proves and checks that some entries are included, and that the log goes on from its first entries.
func proofs(folder string, tree tlog.Tree, stored *hashes, old int64, oldRoot tlog.Hash) (int, error) {
	reader := tlog.TileHashReader(tree, tiles{folder})
	count := 0
	// A hundred places spread over the log, the first and the last among them.
	step := (tree.N + 98) / 99
	for n := int64(0); n < tree.N; n += step {
		if err := included(reader, tree, stored, n); err != nil {
			return count, err
		}
		count++
	}
	if tree.N > 0 {
		if err := included(reader, tree, stored, tree.N-1); err != nil {
			return count, err
		}
		count++
	}
	if old == 0 || old == tree.N {
		return count, nil
	}
	proof, err := tlog.ProveTree(tree.N, old, reader)
	if err != nil {
		return count, err
	}
	return count, tlog.CheckTree(proof, tree.N, tree.Hash, old, oldRoot)
}

func included(reader tlog.HashReader, tree tlog.Tree, stored *hashes, n int64) error {
	proof, err := tlog.ProveRecord(tree.N, n, reader)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, n, (*stored)[tlog.StoredHashIndex(0, n)])
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
