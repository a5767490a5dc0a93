using System.Text.Json;

namespace DroneLink.CloudSdk.Planning;

/// <summary>Reads the body of <c>POST /v1/plan</c>, and says of a bad one what is wrong.</summary>
internal static class PlanRequestReader
{
    private const int MaxAvoided = 64;
    private const int MaxShown = 32;
    private const string Example = "send one such as {\"drones\":4} or {\"frequencies\":[5658,5732]}.";

    private static readonly string[] Members = ["drones", "region", "bands", "fixed", "avoid", "frequencies"];
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 4 };

    /// <exception cref="PlanRequestException">The body is not what is expected.</exception>
    public static PlanRequest Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new PlanRequestException($"The body is not JSON (line {exception.LineNumber + 1}): {Example}");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8: the parser looks at no text before it is asked for one.
            throw new PlanRequestException($"A text in the body is not Unicode: {Example}");
        }
    }

    private static PlanRequest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new PlanRequestException($"The body is not a JSON object: {Example}");

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            if (!Members.Contains(member.Name, StringComparer.Ordinal))
                throw new PlanRequestException($"There is no member '{Shorten(member.Name)}'; known are {string.Join(", ", Members)}.");
            if (!members.TryAdd(member.Name, member.Value))
                throw new PlanRequestException($"'{member.Name}' is there twice; expected is once.");
        }

        var frequencies = Frequencies(members, "frequencies", 1, ChannelPlanner.MaxDrones);
        var drones = Drones(members);
        if (frequencies is null == drones is null)
        {
            throw new PlanRequestException(
                "Expected is 'drones', to have channels proposed, or 'frequencies', to have them rated: one of the two.");
        }

        if (frequencies is not null && (members.ContainsKey("bands") || members.ContainsKey("fixed")))
            throw new PlanRequestException("'bands' and 'fixed' belong to a proposal: leave them out when 'frequencies' are rated.");

        var taken = Frequencies(members, "fixed", 0, ChannelPlanner.MaxDrones) ?? [];
        if (drones < taken.Count)
        {
            throw new PlanRequestException(
                $"'drones' is {drones} and 'fixed' has {taken.Count}; 'drones' counts those on fixed frequencies too.");
        }

        return new PlanRequest(
            drones, Region(members), Bands(members), taken, Frequencies(members, "avoid", 0, MaxAvoided) ?? [], frequencies);
    }

    private static int? Drones(Dictionary<string, JsonElement> members)
    {
        if (!members.TryGetValue("drones", out var element))
            return null;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var drones) && drones is >= 1 and <= ChannelPlanner.MaxDrones
            ? drones
            : throw Bad("drones", element, $"a whole number from 1 to {ChannelPlanner.MaxDrones}");
    }

    private static RegionProfile Region(Dictionary<string, JsonElement> members)
    {
        if (!members.TryGetValue("region", out var element))
            return RegionProfile.Ism;
        var names = string.Join(", ", RegionProfile.All.SkipLast(1).Select(profile => profile.Name));
        return (element.ValueKind == JsonValueKind.String ? RegionProfile.Find(element.GetString()!) : null)
            ?? throw Bad("region", element, $"{names} or {RegionProfile.All[^1].Name}");
    }

    private static List<ChannelBand> Bands(Dictionary<string, JsonElement> members)
    {
        if (!members.TryGetValue("bands", out var list))
            return [.. ChannelTable.Bands];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            throw Bad("bands", list, "a list of names of tables");
        return
        [
            .. list.EnumerateArray()
                .Select(element => (element.ValueKind == JsonValueKind.String ? ChannelTable.FindBand(element.GetString()!) : null)
                    ?? throw Bad("bands", element, NamesOf(element)))
                .Distinct(),
        ];
    }

    private static List<int>? Frequencies(Dictionary<string, JsonElement> members, string name, int least, int most)
    {
        if (!members.TryGetValue(name, out var list))
            return null;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() < least || list.GetArrayLength() > most)
            throw Bad(name, list, $"a list of {least} to {most} frequencies in MHz, or channels such as \"R1\"");
        return [.. list.EnumerateArray().Select(element => Frequency(name, element))];
    }

    private static int Frequency(string name, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var mhz)
            && mhz is >= ChannelTable.MinMhz and <= ChannelTable.MaxMhz)
        {
            return mhz;
        }

        if (element.ValueKind == JsonValueKind.String)
        {
            var label = element.GetString()!;
            if (ChannelTable.TryFind(label, out mhz))
                return mhz;
            if (IsAmbiguous(label, out var meanings))
                throw Bad(name, element, $"MHz, or {meanings}: two tables are called {ChannelTable.AmbiguousBand}");
        }

        throw Bad(name, element, $"MHz from {ChannelTable.MinMhz} to {ChannelTable.MaxMhz}, or a channel such as \"R1\"");
    }

    private static bool IsAmbiguous(string label, out string meanings)
    {
        meanings = "";
        if (label.Length != 2 || !label.StartsWith(ChannelTable.AmbiguousBand, StringComparison.OrdinalIgnoreCase)
            || !ChannelTable.TryFind("D" + label[1], out var one) || !ChannelTable.TryFind("LR" + label[1], out var other))
        {
            return false;
        }

        meanings = $"D{label[1]} for {one}, or LR{label[1]} for {other}";
        return true;
    }

    private static string NamesOf(JsonElement given)
    {
        var names = string.Join(", ", ChannelTable.Bands.Select(band => band.Name));
        var isAmbiguous = given.ValueKind == JsonValueKind.String
            && given.GetString()!.Equals(ChannelTable.AmbiguousBand, StringComparison.OrdinalIgnoreCase);
        return isAmbiguous ? $"one of {names}: two tables are called {ChannelTable.AmbiguousBand}, here D and LR" : $"one of {names}";
    }

    private static PlanRequestException Bad(string name, JsonElement given, string expected) =>
        new($"'{name}' has {Shorten(given.GetRawText())}; expected is {expected}.");

    // Half of a surrogate pair is no text.
    private static string Shorten(string text) =>
        text.Length <= MaxShown ? text : text[..(char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown)] + "…";
}
