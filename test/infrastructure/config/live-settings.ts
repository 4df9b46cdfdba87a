export const secrets = {
  SESSION_SECRET: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  DATA_KEY: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  INDEX_KEY: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
  FORM_TOKEN_SECRET: 'fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13',
  OIDC_KEY: '8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a',
  LEDGER_KEY: '5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5',
};

export const sms = {
  SMS_GATEWAY: 'http',
  SMS_HTTP_URL: 'https://sms.example/messages',
  SMS_HTTP_SECRET: '7c211433f02071597741e6ff5a8ea34789abbf43b8a6d3f2e01f0a1b9c5d4e6f',
};

/** What `live` asks for and no more. */
export const live = { ENVIRONMENT: 'live', PUBLIC_URL: 'https://zhiyuan.example', ...secrets, ...sms };
