import { leadsInside } from '../security/special-address';

type Given = Readonly<Record<string, string | undefined>>;

/** Whether what is sent to an address leaves the networks of one's own; a name without a dot is of one of them. */
function isPublic(address: URL): boolean {
  return /[.:]/.test(address.hostname) && !leadsInside(address, []);
}

function hostOf(value: string | undefined): URL | null {
  return value !== undefined && URL.canParse(value) ? new URL(value) : null;
}

/** What carries people's data in clear over public networks, or lets everybody forge where they come from. */
export function listUnsafePlaces(given: Given): string[] {
  const faults: string[] = [];
  const own = hostOf(given.PUBLIC_URL);
  if (own?.protocol === 'http:' && isPublic(own))
    faults.push(
      'PUBLIC_URL is http: on a public host: passwords and identity numbers could be read on the way; serve https and set https://',
    );
  const redis = hostOf(given.REDIS_URL);
  if (redis?.protocol === 'redis:' && isPublic(redis))
    faults.push('REDIS_URL is redis: on a public host: sessions could be read on the way; set rediss://');
  const sentinels = (given.REDIS_SENTINELS ?? '')
    .split(',')
    .map((place) => hostOf(`redis://${place.trim()}`));
  if (redis?.protocol === 'redis:' && sentinels.some((place) => place !== null && isPublic(place)))
    faults.push('REDIS_SENTINELS are on public hosts: sessions could be read on the way; set rediss://');
  const database = hostOf(given.DATABASE_URL);
  if (database !== null && isPublic(database) && !usesTls(database))
    faults.push(
      'DATABASE_URL is on a public host without TLS: add ?sslmode=verify-full, or reach it over a network of your own',
    );
  if ((given.TRUSTED_PROXIES ?? '').split(',').some((range) => /\/0+$/.test(range.trim())))
    faults.push('TRUSTED_PROXIES trusts everybody: name the proxies, or all limits by address can be evaded');
  return faults;
}

function usesTls({ searchParams }: URL): boolean {
  return ['require', 'verify-ca', 'verify-full'].includes(searchParams.get('sslmode') ?? '');
}
