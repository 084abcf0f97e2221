// The words in English for a newer Plimsoll: the line that tells of it, and the setting that asks.
// Arguments arrive finished.

export const updatesEn = {
  /** Without a full stop: also an item of the menu. */
  isOut: (version: string) => `Plimsoll ${version} is out`,
  open: 'What is new',
  hide: 'Hide',

  setting: {
    label: 'Say when a new version is out',
    explanation: 'Looks once a day; never installs anything.',
    /** Where numbers come from the log alone. */
    asksNobody: 'Not while nobody is to be asked for numbers.',
  },
};
