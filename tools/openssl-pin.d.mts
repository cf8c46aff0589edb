export interface Pin {
  name: string;
  version: string;
  sha256: string;
  debian: string;
  fixesSha256: string;
  patches: { name: string; ids: string[] }[];
  fixes: string[];
}

export const PIN_LIST: string;
export function pinFile(name: string): string;
export function compareReleases(one: string, other: string): number;
export function compareIds(one: string, other: string): number;
export function readPin(name: string, folder?: string): Pin;
export function pinNames(folder?: string): string[];
export function readPins(folder?: string): Pin[];
export function hasPin(name: string, folder?: string): boolean;
