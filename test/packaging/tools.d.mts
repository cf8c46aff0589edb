export const root: string;
export const checks: string;
export const work: string;
export function run(
  file: string,
  args: readonly string[],
  options?: object,
): Promise<{ stdout: string; stderr: string }>;
export function pack(): Promise<{ tarball: string; files: string[] }>;
export function freshProject(name: string, tarball: string): Promise<string>;
export function sha256(bytes: Uint8Array): string;
