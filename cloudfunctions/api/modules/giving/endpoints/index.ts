// The door of giving: what each file of this folder adds to it.
import { campaigns } from './campaigns'
import { desk } from './desk'
import { drafting } from './drafting'
import { gifts } from './gifts'
import { wishes } from './wishes'

export const giving = { ...campaigns, ...drafting, ...gifts, ...desk, ...wishes }
