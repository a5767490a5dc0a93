using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Ota;

/// <summary>A request to change a roll-out, checked. What it does not name stays as it is.</summary>
internal sealed class OtaRolloutRequest
{
    private const int MaxBodyCharacters = 32 * 1024;
    private const int MostDevices = 1_000_000;
    private const string Expected = """expected is JSON such as {"state":"active","percentage":10,"fleet":"north"}.""";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 3, AllowDuplicateProperties = false };

    private readonly List<Func<OtaRollout, OtaRollout>> _changes = [];

    private OtaRolloutRequest()
    {
    }

    /// <summary>What it is to be; null to leave it.</summary>
    public OtaRolloutState? State { get; private set; }

    /// <summary>Whether every device that failed is to have it again.</summary>
    public bool RetriesFailed { get; private set; }

    /// <summary>The devices that are to have it again, whatever became of it there.</summary>
    public IReadOnlyList<string> Retries { get; private set; } = [];

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="OtaRequestException">It is malformed; the message says what is expected.</exception>
    public static OtaRolloutRequest Read(HttpApiRequest request)
    {
        try
        {
            using var document = JsonDocument.Parse(Body(request), Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new OtaRequestException("The body is no object; " + Expected);
            var read = new OtaRolloutRequest();
            foreach (var member in document.RootElement.EnumerateObject())
                read.Read(member.Name, member.Value);
            return read;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            // The last of them is what half a surrogate pair raises.
            throw new OtaRequestException("The body cannot be read; " + Expected);
        }
    }

    /// <summary>Returns the roll-out with everything but the state changed.</summary>
    public OtaRollout Change(OtaRollout rollout) => _changes.Aggregate(rollout, (changed, change) => change(changed));

    private void Read(string name, JsonElement value)
    {
        switch (name)
        {
            case "state":
                State = OtaStateJson.RolloutState(value.ValueKind == JsonValueKind.String ? value.GetString() : null) is { } state and not OtaRolloutState.Draft
                    ? state
                    : throw new OtaRequestException("state must be active, paused, completed or cancelled.");
                break;
            case "fleet":
                var fleet = IdOrNull(name, value);
                _changes.Add(rollout => rollout with { FleetId = fleet });
                break;
            case "role":
                var role = value.ValueKind == JsonValueKind.Null ? null
                    : value.ValueKind == JsonValueKind.String && OtaRelease.IsRole(value.GetString()) ? value.GetString()
                    : throw new OtaRequestException("role must be drone, groundReceiver or bench, or null for all.");
                _changes.Add(rollout => rollout with { Role = role });
                break;
            case "devices":
                var devices = Ids(name, value).ToImmutableSortedSet(StringComparer.Ordinal);
                _changes.Add(rollout => rollout with { Devices = devices });
                break;
            case "percentage":
                var percentage = Whole(name, value, 0, 100);
                _changes.Add(rollout => rollout with { Percentage = percentage });
                break;
            case "maxInProgress":
                var most = WholeOrNull(name, value, 1, MostDevices);
                _changes.Add(rollout => rollout with { MaxInProgress = most });
                break;
            case "pauseAtFailurePercent":
                var percent = WholeOrNull(name, value, 1, 100);
                _changes.Add(rollout => rollout with { PauseAtFailurePercent = percent });
                break;
            case "pauseAfterEnded":
                var least = Whole(name, value, 1, MostDevices);
                _changes.Add(rollout => rollout with { PauseAfterEnded = least });
                break;
            case "retry" when value.ValueKind == JsonValueKind.True:
                RetriesFailed = true;
                break;
            case "retry":
                Retries = Ids(name, value);
                break;
            default:
                throw new OtaRequestException(
                    "The body has a member that is none of state, fleet, role, devices, percentage, maxInProgress, pauseAtFailurePercent, pauseAfterEnded and retry.");
        }
    }

    private static string? IdOrNull(string name, JsonElement value) => value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String && FrameFormat.IsDeviceId(value.GetString()) ? value.GetString()
        : throw new OtaRequestException($"{name} must be 1 to {FrameFormat.MaxDeviceIdBytes} characters of A-Z a-z 0-9 . _ -, or null for all.");

    private static List<string> Ids(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > OtaRollout.MaxDevices
            || value.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.String || !FrameFormat.IsDeviceId(id.GetString())))
        {
            throw new OtaRequestException(
                $"{name} must be a list of {OtaRollout.MaxDevices} ids of devices at the most{(name == "retry" ? ", or true for all that failed" : "")}.");
        }

        return [.. value.EnumerateArray().Select(id => id.GetString()!)];
    }

    private static int? WholeOrNull(string name, JsonElement value, int min, int max) =>
        value.ValueKind == JsonValueKind.Null ? null : Whole(name, value, min, max);

    private static int Whole(string name, JsonElement value, int min, int max) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw new OtaRequestException($"{name} must be a whole number from {min} to {max}.");

    private static byte[] Body(HttpApiRequest request)
    {
        var body = request.Body ?? "";
        if (body.Length > MaxBodyCharacters)
            throw new OtaRequestException($"A body has at most {MaxBodyCharacters} characters.");
        return request.IsBase64Encoded ? Convert.FromBase64String(body) : Encoding.UTF8.GetBytes(body);
    }
}
