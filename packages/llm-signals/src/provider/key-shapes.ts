import type { ProviderName } from './providers.ts';

/** What keys begin with that can belong to one service only, longest first. `sk-` alone says nothing: several use it. */
export const KEY_SHAPES: readonly { readonly begins: string; readonly title: string; readonly provider?: ProviderName }[] = [
  { begins: 'sk-ant-', title: 'Anthropic', provider: 'anthropic' },
  { begins: 'sk-proj-', title: 'OpenAI', provider: 'openai' },
  { begins: 'sk-svcacct-', title: 'OpenAI', provider: 'openai' },
  { begins: 'sk-or-', title: 'OpenRouter' },
  { begins: 'AIza', title: 'Gemini', provider: 'gemini' },
  { begins: 'hs-', title: 'HolySheep', provider: 'holysheep' },
  { begins: 'gsk_', title: 'Groq' },
  { begins: 'xai-', title: 'xAI' },
  { begins: 'hf_', title: 'Hugging Face' },
  { begins: 'pplx-', title: 'Perplexity' },
];

/** Where a new key is made. */
export const KEY_PAGES: Readonly<Record<ProviderName, string>> = {
  holysheep: 'https://www.holysheep.ai',
  openai: 'https://platform.openai.com/api-keys',
  deepseek: 'https://platform.deepseek.com/api_keys',
  anthropic: 'https://console.anthropic.com/settings/keys',
  gemini: 'https://aistudio.google.com/apikey',
};

/** Whose key this must be by what it begins with; undefined where that does not tell. */
export const ownerOf = (key: string): (typeof KEY_SHAPES)[number] | undefined => KEY_SHAPES.find(({ begins }) => key.startsWith(begins));
