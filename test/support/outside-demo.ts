const secrets = ['SESSION_SECRET', 'DATA_KEY', 'INDEX_KEY', 'FORM_TOKEN_SECRET', 'OIDC_KEY', 'LEDGER_KEY'];
const hex = '0123456789abcdef'.repeat(4);

/** Configuration of a drill or live installation, with secrets of its own and a gateway that nobody answers at. */
export function outsideDemo(environment: 'drill' | 'live'): Record<string, string> {
  return {
    ENVIRONMENT: environment,
    SMS_GATEWAY: 'smpp',
    SMPP_URL: 'smpp://zhiyuan:password@127.0.0.1:9',
    OUTBOUND_ALLOW: '127.0.0.1:9',
    ...Object.fromEntries(secrets.map((name, index) => [name, hex.slice(index) + hex.slice(0, index)])),
  };
}
