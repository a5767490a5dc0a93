using System.Globalization;
using System.Text;
using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware.Tests;

namespace DroneLink.CloudSdk.Tests.Wire;

/// <summary>Puts a frame into the words of <see cref="GoldenVectors.Meaning"/>.</summary>
internal static class GoldenMeaning
{
    public static string Of(Frame frame)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{frame.DeviceId} {frame.BootId} {frame.FirstSequence} {frame.BaseTimeMs}");
        text.Append(frame.ClockSynced ? " synced" : " unsynced").Append(frame.Signed ? " signed" : " unsigned");
        var time = frame.BaseTimeMs;
        foreach (var record in frame.Records)
        {
            text.Append(CultureInfo.InvariantCulture, $";{record.Kind} {record.TimeMs - time}");
            time = record.TimeMs;
            for (var field = 0; field < 32; field++)
            {
                if (record.TryGet(field, out var value))
                {
                    text.Append(CultureInfo.InvariantCulture, $" {field}={value}");
                }
            }

            if (record.Text is not null)
            {
                text.Append($" {record.Severity} {Convert.ToHexStringLower(Encoding.UTF8.GetBytes(record.Text))}".TrimEnd());
            }
        }

        if (frame.UnknownFields > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $";unknown-fields {frame.UnknownFields}");
        }

        return text.ToString();
    }
}
