// 平台服务记录 as a card that is good as a picture: whose, what, how much, whether it stands, and the code that anybody may verify.
const tones = { valid: 'ok', corrected: 'warn', revoked: 'danger', withdrawn: 'plain' }

Component({
  properties: { card: Object, groups: Array },
  data: { tones },
})
