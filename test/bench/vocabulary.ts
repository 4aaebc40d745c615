/** What the made-up meeting is put together from: short lists, so nothing in it means anybody. */
export interface Vocabulary {
  /** Given and family names. */
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly role: readonly string[];
  readonly org: readonly string[];
  readonly topic: readonly string[];
  /** A sentence is subject, verb, object and tail. */
  readonly subject: readonly string[];
  readonly verb: readonly string[];
  readonly object: readonly string[];
  readonly tail: readonly string[];
  readonly task: readonly string[];
  readonly award: readonly string[];
  /** A citation is one of each. */
  readonly cite: readonly string[];
  readonly cite2: readonly string[];
}

const words = (text: string): readonly string[] => text.split(" ");
const lines = (text: string): readonly string[] => text.trim().split(/\s*\n\s*/);

const en: Vocabulary = {
  first: words(
    "Amara Bridget Carlos Dmitri Eleanor Farid Greta Hiroshi Ingrid Jamal Katya Liam Mei Nadia Omar Priya Quentin Rosa Stefan Tamsin Ulrich Vera Wen Ximena Yusuf Zofia Anneke Bashir Celeste Dario",
  ),
  last: words(
    "Abernathy Brandt Castellanos Dvorak Eriksen Fontaine Galloway Haverford Ishikawa Jankowski Kowalski Lindqvist Mbeki Nakamura Okonkwo Petrov Quigley Rasmussen Sokolov Thornbury Umarov Vasquez Whitcombe Xavier Yamamoto Zielinski Aldridge Beaumont Chaudhry Drummond Ellingham Fitzwilliam Grantham Hollister Ingersoll Jefferies Kingsley Larkspur Montague Northcott",
  ),
  role: lines(`
    Chair
    Vice-Chair
    Treasurer
    Secretary
    Member
    Observer
    Warden
    Counsel
    Auditor
    Youth Delegate
  `),
  org: lines(`
    Harbour Trust
    North Valley School
    Civic Orchestra
    Parish Council
    Riverside Clinic
    Friends of the Library
    Rotary Chapter
    Water Board
    Allotment Society
    Museum Fund
  `),
  topic: lines(`
    Restoration of the north footpath
    Annual accounts and audit
    Safeguarding policy review
    Summer festival arrangements
    Grant applications for the autumn round
    Maintenance of the assembly hall
    Volunteer training programme
    Emergency planning and resilience
    Library opening hours
    Procurement of the new heating plant
    Membership fees and concessions
    Digital archive of the minutes
  `),
  subject: lines(`
    the committee
    the treasurer
    the working party on buildings
    the secretary, on behalf of the officers,
    the finance subcommittee
    each of the ward representatives
    the independent examiner
    the steering group
    the chair of the appeals panel
    a deputation of residents
    the county's advisory officer
    the newly elected council
  `),
  verb: lines(`
    noted with concern
    agreed without dissent
    reported in some detail
    asked for a written summary of
    recommended a careful review of
    received and considered
    welcomed the progress made on
    challenged several assumptions behind
    endorsed the principal findings of
    deferred until the following quarter
    commended the officers responsible for
    reluctantly accepted the revised timetable for
  `),
  object: lines(`
    the draft budget for the coming financial year
    the structural survey of the eastern wing
    the proposals first circulated in the spring
    the contractor's estimate and its accompanying schedule
    the long-standing arrangement with the district authority
    the outstanding correspondence on access and parking
    the consultation responses gathered over six weeks
    the insurance valuation and the inventory of equipment
    the outline programme for apprentices and volunteers
    the report on energy use across all three buildings
    the memorandum of understanding with neighbouring parishes
    the register of interests and the code of conduct
  `),
  tail: lines(`
    subject to confirmation by the full board at its next ordinary meeting
    provided that no further expenditure is incurred before the end of the quarter
    having regard to the advice received from the solicitors last month
    and requested that a progress note be circulated within fourteen days
    so that the matter could be concluded before the summer recess
    while recording its thanks to everyone who had taken part in the survey
    in accordance with standing order twelve and the scheme of delegation
    and observed that similar schemes elsewhere had taken considerably longer
    bearing in mind the limited capacity of the office during the winter
    although two members wished their reservations to be recorded in full
  `),
  task: lines(`
    Obtain three written quotations
    Circulate the revised terms of reference
    Arrange a site visit with the surveyor
    Prepare a summary for the newsletter
    Confirm the booking and the deposit
    Update the register and publish it online
    Write to the district authority
    Reconcile the reserve account
    Review the risk assessment with the insurer
    Draft the job description
  `),
  award: lines(`
    Long Service Medal
    Certificate of Merit
    Volunteer of the Year
    Bronze Badge
    Silver Badge
    Community Fellowship
    Founders' Prize
    Letter of Thanks
  `),
  cite: lines(`
    for many years of patient and unobtrusive service to the community
    for leading the recovery effort after the winter floods
    for outstanding care shown to new members and their families
    for restoring the parish records and making them available to all
    for raising more than anyone thought possible for the building fund
    for teaching two generations of young musicians without charge
  `),
  cite2: lines(`
    often at considerable personal cost
    and for never once missing a meeting
    with unfailing good humour
    to the lasting benefit of the whole district
    as attested by colleagues and neighbours alike
  `),
};

const zh: Vocabulary = {
  first: words(
    "伟明 秀英 建国 丽华 志强 桂兰 文博 雨桐 思远 海燕 晓东 静怡 子轩 国栋 玉梅 浩然 佳琪 永康 婉清 泽民 素珍 鹏飞 慧敏 嘉豪 春生 乐瑶 振华 凤霞 俊杰 若曦",
  ),
  last: words(
    "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕",
  ),
  role: lines(`
    主任
    副主任
    司库
    秘书长
    委员
    列席代表
    监事
    法律顾问
    审计员
    青年代表
  `),
  org: lines(`
    港湾基金会
    北谷中学
    市民乐团
    街道办事处
    滨河诊所
    图书馆之友
    扶轮社分会
    水务委员会
    园艺协会
    博物馆基金
  `),
  topic: lines(`
    北侧步道修缮工程
    年度决算与审计
    未成年人保护制度修订
    夏季文化节筹备
    秋季资助项目申报
    礼堂日常维护
    志愿者培训计划
    应急预案与防灾
    图书馆开放时间
    采暖设备采购
    会费标准与减免办法
    会议纪要数字化存档
  `),
  subject: lines(`
    委员会
    司库
    房屋修缮工作组
    秘书长代表全体负责人
    财务小组
    各片区代表
    独立审查人
    指导小组
    申诉评议组组长
    居民代表团
    市级顾问专员
    新当选的理事会
  `),
  verb: lines(`
    认真听取并讨论了
    经过讨论同意采纳
    详细汇报了
    要求书面说明
    建议审慎复核
    接收并审议了
    充分肯定了
    对若干前提提出质疑并重新评估了
    原则上批准了
    决定推迟到下季度再审议
    高度赞扬了有关人员完成的
    勉强接受了调整后的
  `),
  object: lines(`
    下一财政年度预算草案
    东翼建筑结构检测报告
    今年春季首次分发的各项提案
    承包单位报价及其附带的施工进度表
    与区政府之间的长期合作安排
    关于无障碍通行和停车问题的往来函件
    历时六周收集的公众意见
    保险估值与设备清册
    学徒与志愿者培养方案纲要
    三栋楼宇的能源消耗报告
    与邻近街道签署的谅解备忘录
    利益申报登记册和行为守则
  `),
  tail: lines(`
    具体事项须经下次全体会议确认后方可执行
    前提是本季度结束以前不再发生新的支出
    同时参考了律师事务所上月出具的法律意见
    并请有关部门在十四日内提交进展说明
    以便在暑期休会之前完成全部手续
    会议对参与问卷调查的各位居民表示衷心感谢
    相关程序依照议事规则第十二条以及授权办法办理
    与会人员指出其他地区的同类项目耗时更长
    考虑到冬季办公室人手有限应当合理安排工作节奏
    有两位委员要求将其保留意见完整记录在案
  `),
  task: lines(`
    取得三份书面报价
    分发修订后的职责范围
    安排测量师现场踏勘
    为会刊撰写摘要
    确认场地预订与押金
    更新登记册并在网上公布
    致函区政府主管部门
    核对储备金账户
    会同保险公司复核风险评估
    起草岗位说明书
  `),
  award: lines(`
    长期服务奖章
    优秀证书
    年度志愿者
    铜质徽章
    银质徽章
    社区荣誉会员
    创始人奖
    感谢信
  `),
  cite: lines(`
    多年来默默无闻地为社区服务
    在冬季洪灾之后带领大家重建家园
    对新成员及其家庭给予无微不至的关怀
    整理修复历年档案并向公众开放
    为建设基金筹得远超预期的款项
    义务培养了两代青年音乐人才
  `),
  cite2: lines(`
    经常为此付出个人代价
    从未缺席任何一次会议
    始终乐观开朗待人真诚
    使整个地区长期受益
    得到同事和邻里的一致好评
  `),
};

export const VOCABULARY = { en, zh } as const;
