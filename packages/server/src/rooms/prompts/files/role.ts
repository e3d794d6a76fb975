const others: { [role: string]: string } = { human: 'user', ai: 'assistant', function: 'tool', model: 'assistant' };

/** Roles as other systems call them. Unknown ones stay, and are refused where the message is read. */
export const spokenRole = (role: string): string => others[role.toLowerCase()] ?? role.toLowerCase();
