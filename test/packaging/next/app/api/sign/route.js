import { sign, signInPool } from '../../../src/sign.js';

export const dynamic = 'force-dynamic';

export async function GET() {
  return Response.json({ page: await sign(), pool: await signInPool() });
}
