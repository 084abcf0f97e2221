// The whole popover, top to bottom: rescue, verdict, notice, gauges, groups, chart, activity,
// facts, footer.
// Order and structure only; every part keeps its place, so that elements and focus survive repaints.

import type { ActName, Panel, SettingChange } from '../../preload/contract.ts';
import { AccountSwitch } from './account-switch.tsx';
import type { ButtonAct } from './action-button.tsx';
import { Activity } from './activity.tsx';
import { Chart } from './chart.tsx';
import { Facts } from './facts.tsx';
import { Footer } from './footer.tsx';
import { GaugeList } from './gauge.tsx';
import { GaugeGroup } from './gauge-group.tsx';
import { NoticeSlot } from './notice.tsx';
import { Rescue } from './rescue.tsx';
import { Verdict } from './verdict.tsx';

export interface PanelViewProps {
  readonly panel: Panel;
  readonly onPoll: () => void;
  readonly onSettings: () => void;
  readonly onAct: (name: ActName) => void;
  readonly onChoose: (change: SettingChange) => void;
}

export function PanelView({ panel, onPoll, onSettings, onAct, onChoose }: PanelViewProps) {
  const empty = panel.gauges.length === 0 && panel.groups.length === 0;
  const press = (act: ButtonAct): void => (act === 'poll' ? onPoll() : onAct(act));
  return (
    <div class="panel" data-old={panel.trust.old}>
      <h1 class="unseen">{panel.appName}</h1>
      <Rescue rescue={panel.rescue} onPress={press} />
      {panel.accounts !== null && <AccountSwitch accounts={panel.accounts} onChoose={onChoose} />}
      <Verdict verdict={panel.verdict} />
      <NoticeSlot
        notice={panel.notice}
        filling={empty && panel.notice !== null}
        refresh={panel.refresh}
        onPress={press}
      />
      {panel.gauges.length > 0 && <GaugeList gauges={panel.gauges} />}
      <div class="groups">
        {panel.groups.map((group) => (
          <GaugeGroup key={group.id} group={group} />
        ))}
      </div>
      {panel.chart !== null && <Chart chart={panel.chart} onChoose={onChoose} />}
      {panel.activity !== null && <Activity activity={panel.activity} onChoose={onChoose} />}
      <Facts facts={panel.facts} />
      <Footer
        panel={panel}
        switchable={!empty}
        onPoll={onPoll}
        onSettings={onSettings}
        onPress={press}
        onChoose={onChoose}
      />
    </div>
  );
}
