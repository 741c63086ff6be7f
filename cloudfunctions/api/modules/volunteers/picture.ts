// A text as a QR picture that an <image> shows by itself: phones need neither a canvas nor a library for it.

/** A data URL of a GIF, with a quiet border of four modules; level M stands a crumpled print. */
export function pictureOf(text: string): string {
  const qrcode = require('qrcode-generator') as typeof import('qrcode-generator')
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  return code.createDataURL(6, 24)
}

/**
 * What a stranger's phone reads from a record: a page's address where the deploying body has one that WeChat opens in the mini-program
 * (`VERIFY_URL`, WeChat's rule for plain links), or the code alone, which the page 核验 reads.
 */
export const verifyText = (code: string): string => {
  const { VERIFY_URL } = process.env
  return VERIFY_URL ? `${VERIFY_URL}?code=${code}` : code
}
