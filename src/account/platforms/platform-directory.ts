import type { Knex } from 'knex';
import { isReadable } from '../../infrastructure/http/readable-text';
import { homeOf } from './client-metadata';
import { findPlatform, type RegisteredPlatform } from './platform.repository';

/** Where a person finds a platform. */
export interface PlatformPlace {
  readonly name: string;
  /** Full address. */
  readonly home: string;
}

/** The platforms that sign people in here. Null for codes that are nobody's, or the demo's outside the demo. */
export interface PlatformDirectory {
  find(code: unknown): Promise<RegisteredPlatform | null>;
  /** The way back to a platform: its registered home, whoever names the code. */
  findPlace(code: unknown): Promise<PlatformPlace | null>;
}

interface PlatformDirectoryParts {
  readonly db: Knex;
  readonly publicUrl: URL;
  /** Whether the platforms that the demo plays are clients. */
  readonly demo: boolean;
}

/** Query field by which an address of the provider names the platform, for the way back where it leads no further. */
const WAY_BACK = 'platform';

export function createPlatformDirectory(parts: PlatformDirectoryParts): PlatformDirectory {
  async function find(code: unknown): Promise<RegisteredPlatform | null> {
    // The library reads forms by itself: a code that the database cannot hold belongs to no platform.
    if (typeof code !== 'string' || code === '' || !isReadable(code)) return null;
    const platform = await findPlatform(parts.db, code);
    return platform?.kind === 'demo' && !parts.demo ? null : platform;
  }

  return {
    find,
    async findPlace(code) {
      const platform = await find(code);
      return platform && { name: platform.name, home: homeOf(platform, parts.publicUrl) };
    },
  };
}

/** An address of the provider, with the platform named. */
export function withWayBack(address: string, code: string): string {
  const target = new URL(address);
  target.searchParams.set(WAY_BACK, code);
  return target.href;
}

/** The platform that an address of the provider names; null: none. `address`: path and query. */
export function readWayBack(address: string): string | null {
  return new URL(address, 'http://localhost').searchParams.get(WAY_BACK);
}
