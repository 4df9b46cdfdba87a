/**
 * The server's settings, as command line arguments: they hold whatever the configuration files say. Durability
 * is never traded; sizes suit a small machine (a large one has its own server and gives DATABASE_URL).
 * @param port on 127.0.0.1
 * @param more settings beside these, as those of archiving
 */
export function listServerSettings(port: number, more: Readonly<Record<string, string>>): string[] {
  const settings = {
    ...more,
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '400',
    shared_buffers: '128MB',
    work_mem: '8MB',
    max_wal_size: '512MB',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%a ',
    logging_collector: 'off',
    // What failed, and not which row or statement: both hold names, numbers and phones.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
