using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using Xunit;

namespace DroneLink.Host.Tests;

/// <summary>
/// A nanoFramework assembly has one table for its strings and its names, of 64 KB; past that it does not load. Not counted here: the
/// names of what it calls elsewhere, some 4 KB, and the runtime's own share.
/// </summary>
public sealed class VirtualDeviceLimitsTests
{
    private const int TableBytes = 55000;

    [Theory]
    [InlineData("DroneLink.Drivers")]
    [InlineData("DroneLink.Firmware")]
    [InlineData("DroneLink.Firmware.Tests")]
    public void Assembly_FitsIntoItsStringTable(string space)
    {
        var strings = new HashSet<string>();
        var path = (space.EndsWith(".Tests", StringComparison.Ordinal) ? typeof(VirtualDeviceLimitsTests) : typeof(Firmware.Device)).Assembly.Location;
        Collect(path, name => name == space || name.StartsWith(space + ".", StringComparison.Ordinal), strings);

        var bytes = strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);

        Assert.InRange(bytes, 1000, TableBytes);
    }

    private static void Collect(string path, Func<string, bool> isIn, HashSet<string> strings)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(type => isIn(SpaceOf(metadata, type))))
        {
            strings.Add(metadata.GetString(type.Name));
            strings.Add(metadata.GetString(type.Namespace));
            strings.UnionWith(type.GetFields().Select(field => metadata.GetString(metadata.GetFieldDefinition(field).Name)));
            foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
            {
                strings.Add(metadata.GetString(method.Name));
                if (method.RelativeVirtualAddress != 0)
                {
                    CollectLiterals(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader(), metadata, strings);
                }
            }
        }
    }

    // Only operands of ldstr have a token of the user string heap; whatever else looks like one is no valid handle or a string too many.
    private static void CollectLiterals(BlobReader code, MetadataReader metadata, HashSet<string> strings)
    {
        while (code.RemainingBytes > 4)
        {
            if (code.ReadByte() != OpCodes.Ldstr.Value)
            {
                continue;
            }

            var start = code.Offset;
            var token = code.ReadInt32();
            code.Offset = start;
            if (token >> 24 == 0x70 && (token & 0xFFFFFF) < metadata.GetHeapSize(HeapIndex.UserString))
            {
                strings.Add(metadata.GetUserString(MetadataTokens.UserStringHandle(token & 0xFFFFFF)));
                code.Offset = start + 4;
            }
        }
    }

    private static string SpaceOf(MetadataReader metadata, TypeDefinition type) =>
        type.GetDeclaringType() is { IsNil: false } outer ? SpaceOf(metadata, metadata.GetTypeDefinition(outer)) : metadata.GetString(type.Namespace);
}
