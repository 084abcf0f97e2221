// The index of counted session files as bytes: what was read of each file, and what it came to. Small,
// for it is written whole. Whatever is not exactly as written here is no index: it is then made anew.

import { createTally, QUARTER, ROW, type Tally, USAGE_NUMBERS } from './activity-tally.ts';
import {
  type ByteReader,
  type ByteWriter,
  createReader,
  createWriter,
} from './activity-varints.ts';

/** A file as it was when it was counted. */
export interface IndexEntry {
  /** From the Codex home, with slashes. */
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  /** Bytes that are counted, or passed over. */
  readonly offset: number;
  /** Time of a line that is passed over and not at its end yet; 0 between lines. */
  readonly dullAtMs: number;
  /** Of the file's first bytes and of those before the offset. */
  readonly fingerprint: number;
  readonly tally: Tally;
}

/** Another number when the meaning of anything changes: older indexes are then made anew. */
const VERSION = 1;
const MAGIC = 'plimsoll activity';

export function formatIndex(codexHome: string, entries: readonly IndexEntry[]): Uint8Array {
  const writer = createWriter();
  writer.text(MAGIC);
  writer.whole(VERSION);
  writer.text(codexHome);
  writer.whole(entries.length);
  const models: string[] = [];
  let before = '';
  // Why sorted: neighbours share the beginning of their names.
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    writeName(writer, before, entry.name);
    writeEntry(writer, entry, models);
    before = entry.name;
  }
  return writer.bytes();
}

/** Null for another version, another home, or no index at all. */
export function parseIndex(codexHome: string, bytes: Uint8Array): readonly IndexEntry[] | null {
  const reader = createReader(bytes);
  if (reader.text() !== MAGIC || reader.whole() !== VERSION) return null;
  if (reader.text() !== codexHome) return null;
  const count = reader.whole();
  const entries: IndexEntry[] = [];
  const models: string[] = [];
  let before = '';
  for (let number = 0; number < count && !reader.isBroken(); number += 1) {
    const name = readName(reader, before);
    entries.push(readEntry(reader, name, models));
    before = name;
  }
  return reader.isBroken() || !reader.isAtEnd() ? null : entries;
}

function writeName(writer: ByteWriter, before: string, name: string): void {
  let shared = 0;
  while (shared < name.length && name[shared] === before[shared]) shared += 1;
  writer.whole(shared);
  writer.text(name.slice(shared));
}

function readName(reader: ByteReader, before: string): string {
  const shared = reader.whole();
  return before.slice(0, shared) + reader.text();
}

function writeEntry(writer: ByteWriter, entry: IndexEntry, models: string[]): void {
  writer.whole(entry.size);
  writer.real(entry.mtimeMs);
  writer.real(entry.ino);
  writer.whole(entry.size - entry.offset);
  writer.whole(entry.dullAtMs);
  writer.whole(entry.fingerprint);
  writeTally(writer, entry, models);
}

function readEntry(reader: ByteReader, name: string, models: string[]): IndexEntry {
  const size = reader.whole();
  return {
    name,
    size,
    mtimeMs: reader.real(),
    ino: reader.real(),
    offset: size - reader.whole(),
    dullAtMs: reader.whole(),
    fingerprint: reader.whole(),
    tally: readTally(reader, name, models),
  };
}

function writeTally(writer: ByteWriter, { name, tally }: IndexEntry, models: string[]): void {
  writer.whole((tally.isCopy ? 1 : 0) + (tally.hasRecords ? 2 : 0));
  writeId(writer, name, tally.id);
  writer.whole(tally.models.length);
  for (const model of tally.models) writeModel(writer, model, models);
  writer.whole(tally.model + 1);
  writer.signed(tally.openTurn);
  writer.signed(tally.lastAtMs);
  writer.whole(tally.totals === null ? 0 : 1);
  for (const total of tally.totals ?? []) writer.whole(total);
  writeRows(writer, tally.rows);
}

function readTally(reader: ByteReader, name: string, models: string[]): Tally {
  const flags = reader.whole();
  const id = readId(reader, name);
  const own = times(reader, () => readModel(reader, models));
  const head = { id, models: own, isCopy: (flags & 1) !== 0, hasRecords: (flags & 2) !== 0 };
  const places = { model: reader.whole() - 1, openTurn: reader.signed() };
  const lastAtMs = reader.signed();
  const totals =
    reader.whole() === 0 ? null : Array.from({ length: USAGE_NUMBERS }, () => reader.whole());
  return { ...createTally(), ...head, ...places, lastAtMs, totals, rows: readRows(reader) };
}

/** Nearly every file is named after its session. */
function writeId(writer: ByteWriter, name: string, id: string | null): void {
  const isNamesake = id !== null && id !== '' && name.includes(id);
  writer.whole(id === null ? 0 : isNamesake ? name.indexOf(id) + 2 : 1);
  if (isNamesake) writer.whole(id.length);
  else if (id !== null) writer.text(id);
}

function readId(reader: ByteReader, name: string): string | null {
  const how = reader.whole();
  if (how === 0) return null;
  return how === 1 ? reader.text() : name.slice(how - 2, how - 2 + reader.whole());
}

/** A name is written once; after that its place, from 1. */
function writeModel(writer: ByteWriter, model: string, models: string[]): void {
  const place = models.indexOf(model) + 1;
  writer.whole(place);
  if (place > 0) return;
  models.push(model);
  writer.text(model);
}

function readModel(reader: ByteReader, models: string[]): string {
  const place = reader.whole();
  if (place > 0) return models[place - 1] ?? '';
  const model = reader.text();
  models.push(model);
  return model;
}

function writeRows(writer: ByteWriter, rows: readonly number[]): void {
  writer.whole(rows.length / ROW);
  let before = 0;
  for (let at = 0; at < rows.length; at += ROW) {
    const quarter = rows[at + QUARTER] ?? 0;
    writer.signed(quarter - before);
    before = quarter;
    for (let number = 1; number < ROW; number += 1) {
      writer.whole((rows[at + number] ?? 0) + (number === 1 ? 1 : 0));
      // Lines without spend have a quarter and nothing else.
      if (number === 1 && rows[at + 1] === -1) break;
    }
  }
}

function readRows(reader: ByteReader): number[] {
  const rows: number[] = [];
  let quarter = 0;
  times(reader, () => {
    quarter += reader.signed();
    const model = reader.whole() - 1;
    rows.push(quarter, model);
    for (let number = 2; number < ROW; number += 1) rows.push(model === -1 ? 0 : reader.whole());
  });
  return rows;
}

function times<T>(reader: ByteReader, read: () => T): T[] {
  const all: T[] = [];
  for (let left = reader.whole(); left > 0 && !reader.isBroken(); left -= 1) all.push(read());
  return all;
}
