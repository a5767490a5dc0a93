using System.Collections;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Keeps settings over a restart.</summary>
    /// <param name="settings">Their values by their full names, such as <c>transmitter.powerMw</c>. Borrowed for the call.</param>
    /// <returns>Why it cannot; null when it has.</returns>
    public delegate string SettingsKeeper(Hashtable settings);
}
