// Codex's own home among the accounts. Apart from known-accounts.ts, whose schemas take longer to come
// up than a whole command that needs none of them.

export const DEFAULT_ACCOUNT = 'default';
