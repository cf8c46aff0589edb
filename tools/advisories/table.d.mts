import type { Pin } from '../openssl-pin.mjs';

export interface Row {
  id: string;
  title: string;
  severity: string;
  fixedIn: string;
  status: string;
  why?: string;
  test?: string;
}
export interface Table {
  about: string;
  rows: Row[];
}

export const TABLE: string;
export function readTable(folder?: string): Table;
export function problems(table: Table, pin: Pin, folder?: string): string[];
export function follow(table: Table, pin: Pin): Table;
export function documents(table: Table, pin: Pin, folder?: string): Record<string, string>;
export function writeDocuments(table: Table, pin: Pin, folder?: string): void;
