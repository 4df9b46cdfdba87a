/** What may be wrong with one variable, as it stands behind the variable's name. */
const aboutOne: Readonly<Record<string, string>> = {
  'must be host:port of each sentinel, with commas': '应为各哨兵的 主机:端口，用逗号隔开',
  'must be an address, a range such as 10.0.0.0/8, or loopback, linklocal, uniquelocal':
    '须是地址、地址段（例如 10.0.0.0/8）或 loopback、linklocal、uniquelocal',
  'must be 64 hexadecimal digits (openssl rand -hex 32)': '须是64位十六进制数字（openssl rand -hex 32）',
  'must be demo, drill or live': '须是 demo、drill 或 live',
  'must be one of {0}': '须是其中之一：{0}',
  'must name font files that are there': '须是存在的字体文件',
  'must be fatal, error, warn, info, debug or silent': '须是 fatal、error、warn、info、debug 或 silent',
  'must be a URL that starts with {0}': '须是以 {0} 开头的地址',
  'must have at least 32 characters (openssl rand -hex 32)': '至少要有32个字符（openssl rand -hex 32）',
  'must be a number': '须是数字',
  'must be a whole number': '须是整数',
  'must be at least {0}': '不能小于 {0}',
  'must be at most {0}': '不能大于 {0}',
  'must be smpp or http': '须是 smpp 或 http',
  'must be 1 to 20 digits': '须是1-20位数字',
  'must be one line of at most 60 characters with a telephone number or a mailbox':
    '须是一行，最多60个字符，写明电话或邮箱',
  'must be platform or gateway': '须是 platform 或 gateway',
  'must be 24 to 32 letters and digits': '须是24-32位字母和数字',
  'must be 43 letters and digits, or two of them with a comma while they change':
    '须是43位字母和数字；更换期间可写新旧两个，用逗号隔开',
  'must be on or off': '须是 on 或 off',
  'must be an RSA key of at least 2048 bits, as PEM or base64': '须是至少2048位的RSA密钥，PEM或base64格式',
  'must be addresses or ranges, with a port where only that is meant: 10.1.2.3:8080, 10.2.0.0/16, [fd00::1]:443':
    '须是地址或地址段，只允许一个端口的写上端口：10.1.2.3:8080、10.2.0.0/16、[fd00::1]:443',
  'must start with https:// unless it is on this machine': '须以 https:// 开头，本机除外',
  "is the demo's published secret": '是演示环境公开的密钥',
  'is too regular: use openssl rand -hex 32': '过于规律：请用 openssl rand -hex 32 生成',
  'is the same as {0}: each secret must be its own': '与 {0} 相同：每个密钥须各不相同',
  "is the demo's: it must be the provider's own": '是演示用的：须是服务商的地址',
  'is missing: SMS_GATEWAY {0} needs it': '没有填写：SMS_GATEWAY {0} 需要它',
  'is missing: the other {0} variable needs it': '没有填写：另一个 {0} 变量需要它',
  'is missing: the other {0} variables need it': '没有填写：其他 {0} 变量需要它',
  'is missing: it is required': '没有填写',
  'is missing: it {0}': '没有填写：{0}',
  'is required': '必须填写',
  'leads to {0}, an address of this machine, of a private network or of another special use: name address and port in OUTBOUND_ALLOW if that is meant':
    '指向 {0}，是本机、内网或其他专用地址：确有需要的，请在 OUTBOUND_ALLOW 中写明地址和端口',
};

const shift = (text: string) => text.replace(/\{(\d)\}/g, (_all, index: string) => `{${Number(index) + 1}}`);

/** What a configuration that is refused says in Chinese. */
export const settingsChinese: Readonly<Record<string, string>> = {
  'The configuration has {0} fault(s):': '配置有{0}处错误：',
  'SMPP_URL must name system id and password: smpp://systemId:password@host:port':
    'SMPP_URL 须写明系统标识和密码：smpp://systemId:password@host:port',
  'SMS_GATEWAY is missing: it must be smpp or http, or no message code reaches anybody':
    'SMS_GATEWAY 没有填写：须是 smpp 或 http，否则谁也收不到短信验证码',
  'SMS_GATEWAY console is for the demo: it must be smpp or http':
    'SMS_GATEWAY console 只用于演示：须是 smpp 或 http',
  'WECHAT_AES_KEY is missing: the official account must call in 安全模式 by the EncodingAESKey set there':
    'WECHAT_AES_KEY 没有填写：公众号须用安全模式推送消息，请填写公众号后台设置的EncodingAESKey',
  "LIVENESS_URL points at the demo's phone app: it must be the service behind the real one":
    'LIVENESS_URL 指向演示用的手机APP：须是真实APP的服务',
  'PUBLIC_URL is http: on a public host: passwords and identity numbers could be read on the way; serve https and set https://':
    'PUBLIC_URL 在公网上用了http：密码和证件号码可能在途中被读取，请提供https并改为 https://',
  'REDIS_URL is redis: on a public host: sessions could be read on the way; set rediss://':
    'REDIS_URL 在公网上用了redis：会话可能在途中被读取，请改为 rediss://',
  'DATABASE_URL is on a public host without TLS: add ?sslmode=verify-full, or reach it over a network of your own':
    'DATABASE_URL 在公网上没有用TLS：请加 ?sslmode=verify-full，或改走内网',
  'TRUSTED_PROXIES trusts everybody: name the proxies, or all limits by address can be evaded':
    'TRUSTED_PROXIES 信任了全部地址：请写明代理的地址，否则按地址的限制都可以绕过',
  'http:// or https://': 'http:// 或 https://',
  'https:// or http://': 'https:// 或 http://',
  'smpp:// or ssmpp://': 'smpp:// 或 ssmpp://',
  'postgres:// or postgresql://': 'postgres:// 或 postgresql://',
  'redis:// or rediss://': 'redis:// 或 rediss://',
  ...aboutOne,
  ...Object.fromEntries(
    Object.entries(aboutOne).map(([english, text]) => [`{0} ${shift(english)}`, `{0} ${shift(text)}`]),
  ),
};
