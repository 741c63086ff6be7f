// What several amounts come to, as the cloud writes one: whole 分 in, 1,234.50 元 out.
export const sayFen = (fen: number): string => {
  const [yuan = '0', rest = '00'] = (fen / 100).toFixed(2).split('.')
  return `${yuan.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest} 元`
}
