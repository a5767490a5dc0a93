namespace DroneLink.Tool.Tests.Browser;

/// <summary>What the page shows, read in one go.</summary>
/// <param name="Connection">connecting, live or lost.</param>
/// <param name="Banner">Text of the banner; empty when there is none.</param>
/// <param name="Summary">The line in the head.</param>
/// <param name="Map">Names what is drawn: another picture has another name.</param>
/// <param name="MapNote">The note on the map; empty when there is none.</param>
/// <param name="FleetNote">What is said in place of the drones; empty when there are some.</param>
/// <param name="AllInView">Whether every drone is seen without scrolling.</param>
/// <param name="Cut">What is cut off or sticks out to the side; empty when nothing does.</param>
/// <param name="ReadOut">What was last read out to those who cannot see.</param>
/// <param name="Events">What the events say, newest first.</param>
/// <param name="Cards">The cards of the drones.</param>
internal sealed record StationPage(
    string Connection, string Banner, string Summary, string Map, string MapNote, string FleetNote, bool AllInView, string Cut, string ReadOut,
    IReadOnlyList<string> Events, IReadOnlyList<StationPage.Card> Cards)
{
    private const string Script =
        """
        (() => {
          const text = id => { const e = document.getElementById(id); return !e || e.hidden ? '' : e.textContent.trim(); };
          const map = document.getElementById('map')?.toDataURL() ?? '';
          let name = 0;
          for (let i = 0; i < map.length; i++) name = (name * 31 + map.charCodeAt(i)) | 0;
          const fact = (card, label) => [...card.querySelectorAll('.facts div')]
            .find(box => box.firstChild.textContent === label).lastChild.textContent;
          const plain = e => e.textContent.replaceAll('\u00a0', ' ').trim();
          const reading = (card, label) => {
            const line = [...card.querySelectorAll('.gauge')].find(box => box.firstChild.textContent === label);
            return [...line.lastChild.children].map(plain).filter(Boolean).join(' ');
          };
          const cut = [...document.querySelectorAll('.reading, .facts dd, .notice')].filter(e => e.scrollWidth > e.clientWidth).map(plain);
          if (document.documentElement?.scrollWidth > innerWidth) cut.push('the page');
          const pane = document.getElementById('drones-pane');
          return {
            allInView: !pane || pane.scrollHeight <= pane.clientHeight,
            connection: document.getElementById('connection')?.dataset.state ?? '',
            banner: text('banner'), summary: text('summary'), mapNote: text('map-empty'), fleetNote: text('no-drones'), map: `${name}`,
            cut: cut.join(), readOut: document.getElementById('alarms')?.textContent ?? '',
            events: [...document.querySelectorAll('#events .what')].map(plain),
            cards: [...document.querySelectorAll('.card')].map(card => ({
              name: card.querySelector('h3').textContent,
              state: card.querySelector('.pill').textContent,
              position: ['Altitude', 'Speed', 'Heading'].map(label => fact(card, label)).join(' '),
              link: reading(card, 'Video link'), health: reading(card, 'Health'),
              transmitter: fact(card, 'Transmitter').replaceAll('\u00a0', ' '), receiver: fact(card, 'Receiver').replaceAll('\u00a0', ' '),
              history: card.querySelector('.spark').getAttribute('aria-label'),
              alarms: [...card.querySelectorAll('.alarms li')].map(plain),
            })),
          };
        })()
        """;

    /// <summary>Reads the page.</summary>
    public static Task<StationPage> ReadAsync(Chromium browser) => browser.EvaluateAsync<StationPage>(Script);

    /// <summary>One drone.</summary>
    /// <param name="Name">Its id.</param>
    /// <param name="State">online, offline or unknown.</param>
    /// <param name="Position">Altitude, speed and heading.</param>
    /// <param name="Link">Power of its video link, and how that is where it is not good.</param>
    /// <param name="Health">Its health, or why there is none.</param>
    /// <param name="Transmitter">Temperature and state.</param>
    /// <param name="Receiver">Temperature and state.</param>
    /// <param name="History">What is said of the line of its health.</param>
    /// <param name="Alarms">Its open alarms.</param>
    internal sealed record Card(
        string Name, string State, string Position, string Link, string Health, string Transmitter, string Receiver, string History,
        IReadOnlyList<string> Alarms);
}
