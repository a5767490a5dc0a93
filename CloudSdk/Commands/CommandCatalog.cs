using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DroneLink.CloudSdk.Planning;

namespace DroneLink.CloudSdk.Commands;

/// <summary>The commands that there are, and what their parameters may be.</summary>
internal static partial class CommandCatalog
{
    /// <summary>Bytes of parameters at the most, as they are sent: an ESP32 has to hold them and what it makes of them.</summary>
    public const int MaxParameterBytes = 768;

    private const string RotateBeaconKey = "rotateBeaconKey";
    private const int KeyDigits = 64;
    private const int MaxSettings = 16;
    private const int MaxSettingLength = 64;
    private const int MaxPeriodMs = 3_600_000;

    // What could cut a device off for ever, would make it another device, or is a secret, which would stand in the log. The device refuses the same, but only after that.
    private static readonly string[] Untouchable =
    [
        "deviceId", "fleetId", "key", "role", "linkId", "wifi", "mqtt", "https", "uplink", "ota", "peers", "storageKb", "timeServer", "recorder.segments",
    ];

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly Dictionary<string, Number[]> Numbers = new(StringComparer.Ordinal)
    {
        ["reboot"] = [],
        ["setPower"] = [],
        ["setRates"] =
        [
            new("positionMs", 0, MaxPeriodMs), new("attitudeMs", 0, MaxPeriodMs), new("powerMs", 0, MaxPeriodMs), new("systemMs", 1000, MaxPeriodMs),
        ],
        ["scan"] = [],
        ["locate"] = [new("seconds", 1, 600)],
        ["sendLog"] = [new("lines", 1, 100)],
        ["setChannel"] = [],
        ["calibrate"] = [],
        ["applyConfiguration"] = [],
        ["update"] = [],
        [RotateBeaconKey] = [],
    };

    /// <summary>Checks a command and returns its parameters in one fixed spelling.</summary>
    /// <exception cref="CommandRequestException">There is no such command, or its parameters are wrong; the message says what is expected.</exception>
    public static string Read(string command, JsonElement? parameters)
    {
        if (!Numbers.TryGetValue(command, out var numbers))
            throw new CommandRequestException($"command is '{Shown(command)}'; expected is one of {string.Join(", ", Numbers.Keys)}.");
        if (parameters is { ValueKind: not JsonValueKind.Object })
            throw new CommandRequestException("parameters must be an object.");

        var given = parameters?.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal) ?? [];
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            switch (command)
            {
                case "setChannel":
                    WriteChannel(writer, given);
                    break;
                case "calibrate":
                    WriteChoice(writer, command, given, "point", "low", "high");
                    break;
                case "setPower":
                    WritePower(writer, given);
                    break;
                case RotateBeaconKey:
                    WriteKey(writer, given);
                    break;
                case "applyConfiguration":
                    WriteSettings(writer, given);
                    break;
                default:
                    WriteNumbers(writer, command, given, numbers);
                    break;
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenCount <= MaxParameterBytes
            ? Encoding.UTF8.GetString(buffer.WrittenSpan)
            : throw new CommandRequestException($"parameters have {buffer.WrittenCount} bytes; expected are {MaxParameterBytes} at the most. Send several commands.");
    }

    /// <summary>
    /// Returns what stands for parameters that hold a secret where that is not needed: other parameters have another one. Null when they
    /// hold none.
    /// </summary>
    public static string? Digest(string command, string parameters) => command == RotateBeaconKey
        ? $$"""{"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parameters)))}}"}"""
        : null;

    /// <summary>Returns the parameters of a command as whoever asks may see them: without a secret.</summary>
    public static string Shown(LoggedCommand command) => command.Command == RotateBeaconKey ? """{"key":"…"}""" : command.Parameters;

    private static void WriteNumbers(Utf8JsonWriter writer, string command, Dictionary<string, JsonElement> given, Number[] numbers)
    {
        CheckNames(command, given, [.. numbers.Select(number => number.Name)]);
        if (command == "setRates" && given.Count == 0)
            throw new CommandRequestException($"setRates changes nothing; expected is one at least of {string.Join(", ", numbers.Select(number => number.Name))}.");
        foreach (var (name, min, max) in numbers)
        {
            if (given.TryGetValue(name, out var value))
                writer.WriteNumber(name, Whole(command, name, value, min, max));
        }
    }

    // A label is a name for a frequency; the device gets the frequency.
    private static void WriteChannel(Utf8JsonWriter writer, Dictionary<string, JsonElement> given)
    {
        const string Command = "setChannel";
        CheckNames(Command, given, ["frequencyMHz", "channel"]);
        if (given.Count != 1)
            throw new CommandRequestException("setChannel needs either frequencyMHz or channel.");
        if (given.TryGetValue("frequencyMHz", out var frequency))
        {
            writer.WriteNumber("frequencyMHz", Whole(Command, "frequencyMHz", frequency, ChannelTable.MinMhz, ChannelTable.MaxMhz));
            return;
        }

        var label = given["channel"];
        if (label.ValueKind != JsonValueKind.String || !ChannelTable.TryFind(label.GetString()!, out var mhz))
            throw Wrong(Command, "channel", label, "a label such as R3; the band called L is D or LR here");
        writer.WriteNumber("frequencyMHz", mhz);
    }

    private static void WritePower(Utf8JsonWriter writer, Dictionary<string, JsonElement> given)
    {
        const string Command = "setPower";
        CheckNames(Command, given, ["powerMw", "pit"]);
        if (given.Count != 1)
            throw new CommandRequestException("setPower needs either powerMw or pit.");
        if (given.TryGetValue("powerMw", out var power))
            writer.WriteNumber("powerMw", Whole(Command, "powerMw", power, 1, 5000));
        else if (given["pit"] is { ValueKind: JsonValueKind.True or JsonValueKind.False } pit)
            writer.WriteBoolean("pit", pit.GetBoolean());
        else
            throw Wrong(Command, "pit", given["pit"], "true or false");
    }

    // What was given is never told again, not even where it is wrong: it may be the key but for one digit.
    private static void WriteKey(Utf8JsonWriter writer, Dictionary<string, JsonElement> given)
    {
        if (given.Count != 1 || !given.TryGetValue("key", out var key) || key.ValueKind != JsonValueKind.String
            || key.GetString() is not { Length: KeyDigits } digits || digits.AsSpan().ContainsAnyExcept(HexDigits))
        {
            throw new CommandRequestException($"{RotateBeaconKey} needs key alone, {KeyDigits} hexadecimal digits: a key of {KeyDigits / 2} bytes.");
        }

        writer.WriteString("key", digits.ToLowerInvariant());
    }

    private static void WriteChoice(
        Utf8JsonWriter writer, string command, Dictionary<string, JsonElement> given, string name, params string[] choices)
    {
        CheckNames(command, given, [name]);
        if (!given.TryGetValue(name, out var value))
            throw new CommandRequestException($"{command} needs {name}: {string.Join(" or ", choices)}.");
        if (value.ValueKind != JsonValueKind.String || !choices.Contains(value.GetString()))
            throw Wrong(command, name, value, string.Join(" or ", choices));
        writer.WriteString(name, value.GetString());
    }

    // Settings by their names in Firmware/Configuration, such as transmitter.powerMw: nothing is nested, and the device checks the values.
    private static void WriteSettings(Utf8JsonWriter writer, Dictionary<string, JsonElement> given)
    {
        const string Command = "applyConfiguration";
        if (given.TryGetValue("reset", out var reset))
        {
            if (given.Count != 1 || reset.ValueKind != JsonValueKind.True)
                throw new CommandRequestException("reset of applyConfiguration is true, and alone: it takes back all that commands have set.");
            writer.WriteBoolean("reset", true);
            return;
        }

        if (given.Count is 0 or > MaxSettings)
            throw new CommandRequestException($"applyConfiguration has {given.Count} settings; expected are 1 to {MaxSettings}, or reset alone.");
        foreach (var (name, value) in given.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (!SettingName().IsMatch(name))
                throw new CommandRequestException($"'{Shown(name)}' is no setting; expected are names such as transmitter.powerMw.");
            if (Untouchable.Any(own => name == own || name.StartsWith($"{own}.", StringComparison.Ordinal)) || name.Contains("password", StringComparison.OrdinalIgnoreCase))
                throw new CommandRequestException($"{name} cannot be set by a command: it could cut the device off, or is a secret. Provision the device.");
            switch (value.ValueKind)
            {
                case JsonValueKind.True or JsonValueKind.False:
                    writer.WriteBoolean(name, value.GetBoolean());
                    break;
                case JsonValueKind.Number when value.TryGetInt32(out var number):
                    writer.WriteNumber(name, number);
                    break;
                case JsonValueKind.String when Text(value) is { Length: <= MaxSettingLength } text:
                    writer.WriteString(name, text);
                    break;
                default:
                    throw Wrong(Command, name, value, $"a whole number, true, false, or a text of {MaxSettingLength} printable ASCII characters at the most");
            }
        }
    }

    private static void CheckNames(string command, Dictionary<string, JsonElement> given, ReadOnlySpan<string> known)
    {
        foreach (var name in given.Keys)
        {
            if (!known.Contains(name))
            {
                throw new CommandRequestException(known.IsEmpty
                    ? $"{command} takes no parameters, but there is '{Shown(name)}'."
                    : $"{command} has no parameter '{Shown(name)}'; expected is {string.Join(", ", known)}.");
            }
        }
    }

    private static int Whole(string command, string name, JsonElement value, int min, int max) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw Wrong(command, name, value, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));

    // nanoFramework's reader of JSON does not know \u escapes, which is how other characters would be written.
    private static string? Text(JsonElement value) =>
        value.GetString() is { } text && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.AsSpan().ContainsAny("\"'&<>+`\\") ? text : null;

    private static CommandRequestException Wrong(string command, string name, JsonElement value, string expected) =>
        new($"{name} of {command} is {Shown(value.GetRawText())}; expected is {expected}.");

    private static string Shown(string text) => text.Length <= 64 ? text : text[..64] + "…";

    [GeneratedRegex(@"\A[a-z][A-Za-z0-9]{0,30}(\.[a-z][A-Za-z0-9]{0,30}){0,2}\z")]
    private static partial Regex SettingName();

    private sealed record Number(string Name, int Min, int Max);
}
