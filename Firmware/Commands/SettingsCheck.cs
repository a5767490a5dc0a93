using System.Collections;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Checks a whole configuration, as it is read at a start.</summary>
    /// <param name="settings">As <see cref="Configuration.ConfigurationReader.Parse"/> returns them. Borrowed for the call.</param>
    /// <param name="errors">Takes a text for every wrong value.</param>
    public delegate void SettingsCheck(Hashtable settings, ArrayList errors);
}
