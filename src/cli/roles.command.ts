import { bringUpSchema, examineRole, makeRoles, readerOf } from '../infrastructure/database/roles';
import { say } from '../infrastructure/language/say';
import type { Command } from './command';

/** Makes the roles of an outside database: one owns its tables, one serves, one reads. */
export const rolesCommand: Command = {
  name: 'roles',
  usage: 'roles',
  summary: 'make the role of DATABASE_URL in an outside database, as one that cannot change what was saved',
  details: [
    'DATABASE_URL names the role and the password that it is to have; DATABASE_OWNER_URL a role that owns the tables and may make roles.',
    'Run it again after each upgrade, then start without DATABASE_OWNER_URL. The embedded database makes its roles by itself.',
    'Beside it a role that only reads is made, its name ending in _reader; it signs in once it is given a password.',
  ],
  async run({ db, config, print }, args) {
    if (args.length > 0) {
      print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    if (config.databaseUrl === null) {
      print(say`roles: the embedded database has its roles`);
      return 0;
    }
    const { username, password } = new URL(config.databaseUrl);
    const role = decodeURIComponent(username);
    const owner = await examineRole(db);
    if (config.databaseOwnerUrl === null || role === owner.role || password === '') {
      print(
        say`roles: set DATABASE_URL to the role that is to be made, with a password, and DATABASE_OWNER_URL to another that owns the tables`,
      );
      return 1;
    }
    await makeRoles(db, role, decodeURIComponent(password));
    await bringUpSchema(db, role);
    print(
      say`roles: ${role} serves, ${readerOf(role)} reads, ${owner.role} owns; start without DATABASE_OWNER_URL`,
    );
    return 0;
  },
};
