// Fixed settings of the private desktop's panel and notification daemon: a bar along one edge of the
// screen with the tray at its right or lower end, so that a test knows where the icon is.

/** Source: xfce4-panel's SnapPosition and XfcePanelPluginMode; observed with 4.18. */
const PLACES = {
  top: { snap: 6, mode: 0 },
  bottom: { snap: 8, mode: 0 },
  left: { snap: 6, mode: 1 },
  right: { snap: 2, mode: 1 },
};

/** Where the middle of the newest icon is: the last square of the bar. */
export function iconPlace({ edge, size, screen }) {
  const half = Math.round(size / 2);
  return {
    x: edge === 'left' ? half : screen.width - half,
    y: edge === 'top' ? half : screen.height - half,
  };
}

export const panelXml = ({ edge, size }) => `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="mode" type="uint" value="${PLACES[edge].mode}"/>
      <property name="position" type="string" value="p=${PLACES[edge].snap};x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="${size}"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/><value type="int" value="2"/><value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
`;
export const DUNSTRC = `[global]
    origin = bottom-right
    offset = 10x10
    font = DejaVu Sans 10
    markup = full
    history_length = 200
    idle_threshold = 0
`;
