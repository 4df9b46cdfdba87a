/** The order of CLDR, which comes with Node: the same on every machine, whatever its locale. */
const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin');

/** Every syllable with the first of the 6,763 common characters that is read so, in the order of pinyin. */
const firstOfSyllable = [
  'a吖ai哎an安ang肮ao凹ba八bai掰ban扳bang邦bao勹bei卑ben奔beng崩bi逼bian边biao灬bie憋bin玢bing冫bo拨bu逋ca嚓cai猜can参cang仓cao操',
  'ce册cen岑ceng噌cha叉chai拆chan觇chang伥chao抄che车chen抻cheng柽chi吃chong充chou抽chu出chuai揣chuan巛chuang疮chui吹chun春',
  'chuo踔ci呲cong匆cou凑cu粗cuan汆cui崔cun村cuo搓da哒dai呆dan丹dang当dao刀de得deng灯di氐dia嗲dian掂diao刁die爹ding丁diu丢dong东',
  'dou都du嘟duan端dui堆dun吨duo多e婀ei诶en恩er儿fa发fan帆fang匚fei飞fen分feng丰fou缶fu夫ga旮gai该gan甘gang冈gao皋ge戈gei给gen根',
  'geng庚gong工gou勾gu估gua瓜guai乖guan关guang光gui归gun丨guo呙ha哈hai咳han顸hang夯hao蒿he诃hei黑hen痕heng亨hong轰hou侯hu乎',
  'hua花huai怀huan欢huang肓hui灰hun昏huo耠ji丌jia加jian戋jiang江jiao艽jie阶jin巾jing京jiong冂jiu纠ju居juan娟jue噘jun军ka咔',
  'kai开kan刊kang康kao尻ke苛ken肯keng吭kong空kou抠ku刳kua夸kuai蒯kuan宽kuang匡kui亏kun坤kuo扩la垃lai来lan兰lang啷lao捞le仂lei雷',
  'leng塄li哩lia俩lian奁liang良liao撩lie咧lin拎ling伶liu溜long龙lou娄lu噜lv驴luan娈lve掠lun抡luo罗ma妈mai埋man颟mang邙mao猫me么',
  'mei没men门meng虻mi咪mian宀miao喵mie乜min民ming名miu谬mo摸mou哞mu毪na拿nai乃nan囡nang囔nao孬ne疒nei馁nen恁neng能ng嗯ni妮nian拈',
  'niang娘niao鸟nie捏nin您ning宁niu妞nong农nou耨nu奴nv女nuan暖nve疟nuo挪o喔ou讴pa趴pai拍pan潘pang乓pao抛pei呸pen喷peng怦pi丕',
  'pian偏piao剽pie氕pin姘ping乒po钋pou剖pu仆qi七qia掐qian千qiang呛qiao悄qie且qin亲qing青qiong邛qiu丘qu区quan悛que炔qun逡ran蚺',
  'rang禳rao娆re惹ren人reng扔ri日rong戎rou柔ru如ruan阮rui蕤run闰ruo若sa仨sai塞san三sang桑sao搔se色sen森seng僧sha杀shai筛shan山',
  'shang伤shao捎she奢shen申sheng升shi尸shou收shu书shua刷shuai衰shuan闩shuang双shui水shun吮shuo说si厶song忪sou嗖su苏suan狻',
  'sui虽sun孙suo唆ta他tai胎tan坍tang汤tao涛te忑teng疼ti剔tian天tiao佻tie帖ting厅tong通tou偷tu凸tuan湍tui推tun吞tuo乇wa挖wai歪',
  'wan弯wang尢wei危wen温weng翁wo挝wu乌xi夕xia呷xian仙xiang乡xiao枭xie些xin心xing星xiong凶xiu休xu吁xuan轩xue削xun勋ya丫yan恹',
  'yang央yao幺ye掖yi一yin因ying应yo哟yong佣you优yu纡yuan鸢yue曰yun晕za匝zai灾zan糌zang赃zao遭ze则zei贼zen怎zeng增zha扎zhai斋',
  'zhan沾zhang张zhao钊zhe蜇zhen贞zheng争zhi之zhong中zhou州zhu朱zhua抓zhuai拽zhuan专zhuang妆zhui隹zhun肫zhuo拙zi孜zong宗',
  'zou邹zu租zuan钻zui嘴zun尊zuo嘬',
].join('');

const starts = [...firstOfSyllable.matchAll(/([a-z]+)(\p{Script=Han})/gu)].map(
  ([, syllable = '', first = '']) => ({
    syllable,
    first,
  }),
);

/** Read otherwise in names. */
const inNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      单: 'shan',
      曾: 'zeng',
      解: 'xie',
      仇: 'qiu',
      区: 'ou',
      查: 'zha',
      翟: 'zhai',
      覃: 'qin',
      缪: 'miao',
    },
    ...{ 朴: 'piao', 盖: 'ge', 晟: 'sheng', 玟: 'wen', 绿: 'lv', 谁: 'shei', 尉: 'wei', 冼: 'xian' },
  }),
);

function readSyllable(character: string): string {
  const named = inNames.get(character);
  if (named !== undefined) return named;
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (collator.compare(starts[middle]?.first ?? '', character) <= 0) low = middle;
    else high = middle - 1;
  }
  return starts[low]?.syllable ?? '';
}

/**
 * How a Chinese name is typed in pinyin, as one word: surname first or last, ü as v or u. What is not Chinese is left out.
 *
 * Worked cases: 秦知远: qinzhiyuan, zhiyuanqin; 吕静: lvjing, jinglv, lujing, jinglu; 欧阳静宜: ouyangjingyi and
 * yangjingyiou; Anna: none.
 */
export function listNamePinyin(name: string): readonly string[] {
  const [surname, ...given] = [...name].filter((sign) => /\p{Script=Han}/u.test(sign)).map(readSyllable);
  if (surname === undefined) return [];
  const spelt = [[surname, ...given].join(''), [...given, surname].join('')];
  return [...new Set([...spelt, ...spelt.map((word) => word.replaceAll('v', 'u'))])];
}
