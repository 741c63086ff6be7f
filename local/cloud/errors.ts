// CloudBase's error codes, worded as the platform words them: the SDK throws them to the caller as they are.

export class CloudError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

const tail = 'Please check your request, but if the problem persists, contact us.'

export const noCollection = (name: string) =>
  new CloudError('DATABASE_COLLECTION_NOT_EXIST', `[ResourceNotFound] Db or Table not exist: ${name}. ${tail}`)

export const duplicate = (collection: string, index: string, key: unknown) =>
  new CloudError(
    'DATABASE_DUPLICATE_WRITE',
    `[ResourceUnavailable.DuplicateWrite] E11000 duplicate key error collection: ${collection} index: ${index} dup key: ${JSON.stringify(key)}`,
  )

export const conflict = () =>
  new CloudError(
    'DATABASE_TRANSACTION_CONFLICT',
    `[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. ${tail}`,
  )

export const noTransaction = () =>
  new CloudError(
    'DATABASE_TRANSACTION_FAIL',
    `[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. ${tail}`,
  )

export const failed = (message: string) => new CloudError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${message}`)
export const invalid = (message: string) => new CloudError('INVALID_PARAM', message)

/** A list that a request must carry. Throws INVALID_PARAM. */
export function listOf<T>(value: unknown): T[] {
  if (!Array.isArray(value)) throw invalid('a list is expected')
  return value as T[]
}
