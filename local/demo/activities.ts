// What there was to do on the demo street over a month, and what there is in the next two weeks: the words of each activity. When, and who
// came, is told in volunteers.ts.
import { books, sunny } from './street'

type Words = { title: string; words: string; place: string; leader: string; body: string; posts: object[] } & Record<
  string,
  unknown
>
const post = (name: string, places: number, more: object = {}) => ({ name, places, ...more })

/** The area and the class are 阳光里 and 志愿服务, the risk is low, unless it says something else. */
export const activities = {
  stairs: {
    title: '楼道大扫除',
    words: '一起清扫三号楼到六号楼的楼道和门厅，把堆放的杂物挪到指定地点。工具和手套由社区准备。',
    place: '3 栋门厅',
    leader: '何青',
    body: 'yinling',
    posts: [post('清扫', 8), post('登记引导', 2)],
  },
  haircut: {
    title: '银发义剪日',
    words: '为 70 岁以上的老人理发，行动不便的由接待志愿者陪同。请提前十分钟到。',
    place: '社区活动室',
    leader: '何青',
    body: 'yinling',
    posts: [post('理发', 2, { skills: ['care'], ageMin: 18 }), post('接待陪护', 4)],
  },
  fraud: {
    title: '反诈宣传进楼栋',
    words: '两人一组，挨家讲最近常见的骗法，教老人装好防骗提醒，留下社区的联系电话。',
    place: '居委会门口',
    leader: '刘敏',
    body: 'ygl-committee',
    posts: [post('宣讲入户', 6)],
  },
  aid: {
    title: '应急救护培训',
    words: '学习心肺复苏、包扎和搬运，结束时有练习。完成后可以报名需要救护知识的岗位。',
    place: '社工站二楼教室',
    leader: '郑洁',
    body: 'xm-social',
    class: 'training',
    gives: { course: '应急救护', months: 24 },
    posts: [post('学员', 12)],
  },
  drill: {
    title: '应急救护培训（第二期）',
    words: '心肺复苏、包扎和搬运，上期没赶上的居民可以参加。请穿便于活动的衣服。',
    place: '社工站二楼教室',
    leader: '郑洁',
    body: 'xm-social',
    class: 'training',
    gives: { course: '应急救护', months: 24, programme: 'everyone' },
    posts: [post('学员', 15)],
  },
  homework: {
    title: '社区托管课业辅导',
    words: '陪放学后没有人照看的孩子写作业、读书。辅导老师两人一组，看护志愿者负责接送到门口。',
    place: '社区托管室',
    leader: '郑洁',
    socialWorker: '郑洁',
    body: 'xm-social',
    posts: [post('辅导', 3, { skills: ['tutoring'], ageMin: 18 }), post('看护', 2, { ageMin: 14 })],
  },
  river: {
    title: '清晨河道巡护',
    words: '沿河捡拾垃圾，看看护栏和救生圈是否完好，发现问题拍照报给社区。',
    place: '河西步道入口',
    leader: '苏银杏',
    risk: 'medium',
    notice: '河边湿滑，请穿防滑鞋，两人同行，不下水、不翻越护栏。',
    posts: [post('巡护', 8)],
  },
  parking: {
    title: '停车位议事会',
    words: '商量夜间临时停车怎么排、收不收费、收来做什么。先听各方意见，再一起写成方案。',
    place: '居民议事厅',
    leader: '刘敏',
    body: 'ygl-committee',
    class: 'deliberation',
    posts: [post('议事代表', 15)],
  },
  trees: {
    title: '枯枝清理与现场警戒',
    words: '园林队清理高处枯枝，志愿者在地面拉好警戒线、引导行人绕行，帮忙清运落枝。',
    place: '中心花园北门',
    leader: '郑洁',
    socialWorker: '郑洁',
    body: 'xm-social',
    risk: 'high',
    notice: '高处有落枝，请戴安全帽，始终站在警戒线外，听从现场指挥。',
    posts: [
      post('警戒引导', 4, { training: '应急救护', ageMin: 18 }),
      post('辅助清运', 4, { training: '应急救护', ageMin: 18 }),
    ],
  },
  film: {
    title: '露天电影夜引导',
    words: '摆放椅子、引导入座、散场后清理。',
    place: '中心花园',
    leader: '刘敏',
    body: 'ygl-committee',
    posts: [post('引导', 6)],
  },
  clinic: {
    title: '爱心义诊',
    words: '社区医院来义诊，志愿者引导排队、帮老人填表、量血压。',
    place: '社区活动室',
    leader: '刘敏',
    body: 'ygl-committee',
    posts: [post('引导', 4), post('量血压', 2, { skills: ['medical'] })],
  },
  shelves: {
    title: '图书角整理',
    words: '把捐来的图书登记、贴标签、上架。',
    place: '社区图书角',
    leader: '何青',
    body: 'yinling',
    posts: [post('整理', 4)],
  },
  birthday: {
    title: '长者集体生日会',
    words: '为本季度过生日的老人布置场地、陪他们说说话、拍一张合影。',
    place: '社区活动室',
    leader: '何青',
    body: 'yinling',
    posts: [post('布置场地', 4), post('陪伴聊天', 6)],
  },
  market: {
    title: '便民服务市集',
    words: '磨刀、修伞、修小家电、量血压，一上午在广场。引导志愿者帮居民找到摊位。',
    place: '社区广场',
    leader: '刘敏',
    body: 'ygl-committee',
    posts: [post('引导', 4), post('维修', 2, { skills: ['repair'] })],
  },
  patrol: {
    title: '平安巡楼',
    words: '两人一组查看楼道充电、消防通道和门禁，填好巡查表交给网格员。',
    place: '物业服务中心门口',
    leader: '何青',
    body: 'yinling',
    posts: [post('巡楼', 6)],
  },
  clothes: {
    title: '旧衣整理',
    words: '把居民送来的旧衣分拣、打包，登记数量，交给社会组织统一处理。',
    place: '社区活动室',
    leader: '何青',
    body: 'yinling',
    posts: [post('分拣', 5)],
  },
  reading: {
    title: '周末亲子伴读',
    words: '陪孩子读绘本，帮家长选书。',
    place: '书香苑阅读角',
    leader: '郑洁',
    body: 'xm-social',
    area: books,
    posts: [post('伴读', 4)],
  },
} satisfies Record<string, Partial<Words>>
export type ActivityName = keyof typeof activities

export const inputOf = (name: ActivityName, more: object) => ({
  area: sunny,
  class: 'service',
  risk: 'low',
  ...activities[name],
  ...more,
})
