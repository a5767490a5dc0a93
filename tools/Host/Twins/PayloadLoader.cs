using System.Collections;
using System.Reflection;
using System.Runtime.Loader;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Payload;

namespace DroneLink.Host.Twins;

/// <summary>Enters the payload that this program was built with, or loads another version of it beside that one, as a board does.</summary>
public sealed class PayloadLoader : IPayloadSource
{
    /// <inheritdoc/>
    public string Runtime => OtaOptions.HostRuntime;

    /// <inheritdoc/>
    public int BuiltInVersion => FirmwareVersion.Packed;

    /// <inheritdoc/>
    public int BuiltInBuild => FirmwareVersion.Build;

    /// <inheritdoc/>
    public Hashtable Libraries
    {
        get
        {
            var libraries = new Hashtable();
            var device = typeof(IPayload).Assembly;
            foreach (var name in device.GetReferencedAssemblies().Append(device.GetName()))
            {
                libraries[name.Name!] = $"{name.Version!.Major}.{name.Version.Minor}";
            }

            return libraries;
        }
    }

    /// <inheritdoc/>
    public IPayload Create(byte[]? image, PayloadContext context)
    {
        if (image is null) return Entry.Create(context);
        var assembly = new Room().LoadFromStream(new MemoryStream(image));
        var create = assembly.GetType(typeof(Entry).FullName!)?.GetMethod(nameof(Entry.Create))
            ?? throw new InvalidDataException("the image has no class Entry");
        try
        {
            return (IPayload)create.Invoke(null, [context])!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw inner;
        }
    }

    /// <summary>What an image refers to is what this program has; only the payload itself is the image's own.</summary>
    private sealed class Room() : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) => null;
    }
}
