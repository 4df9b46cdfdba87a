/** What `zhiyuan platform` says in Chinese. */
export const platformsChinese: Readonly<Record<string, string>> = {
  'register, change, list and remove the platforms at which 学信 accounts sign in (OpenID Connect)':
    '登记、修改、列出、移除使用学信网账号登录的平台（OpenID Connect）',
  'is required': '必须填写',
  'must be https: http serves this machine alone': '必须是https：http只能用于本机',
  'leads to this machine, a private network or another address of special use, and this server would call it: name address and port in OUTBOUND_ALLOW if that is meant':
    '指向本机、内网或其他专用地址，本服务器会访问它：确有需要的，请在 OUTBOUND_ALLOW 中写明地址和端口',
  'Addresses are complete and https. --return: where codes go, to the letter. --sign-out: where a browser may be':
    '地址要完整并且是https。--return：授权码送到的地址，须完全一致。--sign-out：退出后浏览器',
  'sent after 退出. --back-channel: where this server tells that a session ended. --sees: profile is 姓名, identity':
    '可以去的地址。--back-channel：本服务器通知会话结束的地址。--sees：profile 是姓名，identity',
  'is the 证件号码 masked; the subject alone where it is left out. The secret is shown once; a code is never given':
    '是遮盖的证件号码；不写则只给标识。密钥只显示一次；代码用过后',
  'again. Removing one ends its tokens at once; what people consented to ends with it.':
    '不再使用。移除平台，令牌立即失效，用户的同意随之终止。',
  'edit changes what is named and leaves the rest; none empties --sign-out, --back-channel or --sees. rotate gives a':
    'edit 只改写出的各项，其余不变；--sign-out、--back-channel、--sees 写 none 即清空。rotate 给出',
  'second secret beside the first: put it into the platform, then end-old-secret ends the first.':
    '第二个密钥，与原来的同时有效：平台换用后，用 end-old-secret 停用原来的。',
  'platform add: the code {0} is taken, or was': 'platform add：代码 {0} 已使用过',
  'issuer         {0}': '签发者         {0}',
  'client id      {0}': '客户端代码     {0}',
  'client secret  {0}': '客户端密钥     {0}',
  'Shown once. Code flow with PKCE (S256), client_secret_basic or _post, tokens signed ES256.':
    '只显示一次。授权码加PKCE（S256），client_secret_basic 或 _post，令牌以ES256签名。',
  "platform: there is no platform {0} of somebody else's": 'platform：没有外部平台 {0}',
  'platform: there is no platform {0}': 'platform：没有平台 {0}',
  '{0} is changed: {1}': '{0} 已修改：{1}',
  '{0} stands so already': '{0} 没有变化',
  'platform rotate: the secret before the newest of {0} serves still; end it first: platform end-old-secret {1}':
    'platform rotate：{0} 的旧密钥仍然有效，请先停用：platform end-old-secret {1}',
  'Shown once. The old secret serves too, until: platform end-old-secret {0}':
    '只显示一次。旧密钥同时有效，直到执行：platform end-old-secret {0}',
  'platform end-old-secret: {0} has one secret alone': 'platform end-old-secret：{0} 只有一个密钥',
  'the old secret of {0} is ended': '{0} 的旧密钥已停用',
  'name           {0}': '名称           {0}',
  'home           {0}': '首页           {0}',
  'return         {0}': '授权码送到     {0}',
  'sign-out       {0}': '退出后       {0}',
  'back-channel   {0}': '通知退出       {0}',
  'sees           {0}': '看到           {0}',
  'secrets        {0}': '有效密钥       {0}',
  'Issuer by PUBLIC_URL of this command: no server was started on this database yet.':
    '签发者按本命令的 PUBLIC_URL：此数据库还没有启动过服务器。',
  '{0} is removed': '{0} 已移除',
};
