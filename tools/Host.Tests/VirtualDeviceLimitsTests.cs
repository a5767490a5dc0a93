using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using Xunit;

namespace DroneLink.Host.Tests;

/// <summary>
/// A nanoFramework assembly has one table for its strings and its names, and for the names of what it uses elsewhere; offsets in it have 16
/// bits, of which the runtime has some hundred for texts of its own. Past that it does not load.
/// </summary>
public sealed class VirtualDeviceLimitsTests
{
    private const int TableBytes = 63000;

    [Theory]
    [InlineData("DroneLink.Drivers", typeof(Firmware.Device))]
    [InlineData("DroneLink.Firmware", typeof(Firmware.Device))]
    [InlineData("DroneLink.Firmware", typeof(Firmware.Application.DeviceApplication))]
    [InlineData("DroneLink.Firmware.Tests", typeof(VirtualDeviceLimitsTests))]
    public void Assembly_FitsIntoItsStringTable(string space, Type type)
    {
        var strings = new HashSet<string>();
        Collect(type.Assembly.Location, name => name == space || name.StartsWith(space + ".", StringComparison.Ordinal), strings);

        var bytes = strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);

        Assert.True(bytes is > 1000 and < TableBytes, $"{space} of {type.Assembly.GetName().Name} has {bytes} bytes of strings and names, of {TableBytes}");
    }

    private static readonly HashSet<int> TokenOpCodes =
    [
        OpCodes.Call.Value, OpCodes.Callvirt.Value, OpCodes.Newobj.Value, OpCodes.Ldfld.Value, OpCodes.Stfld.Value, OpCodes.Ldsfld.Value, OpCodes.Stsfld.Value,
        OpCodes.Newarr.Value, OpCodes.Castclass.Value, OpCodes.Isinst.Value, OpCodes.Ldtoken.Value, OpCodes.Box.Value,
    ];

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
                    CollectOperands(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader(), metadata, strings);
                }
            }
        }
    }

    // What looks like a token and is none is no valid handle, or a name too many.
    private static void CollectOperands(BlobReader code, MetadataReader metadata, HashSet<string> strings)
    {
        while (code.RemainingBytes > 4)
        {
            var operation = code.ReadByte();
            if (operation != OpCodes.Ldstr.Value && !TokenOpCodes.Contains(operation))
            {
                continue;
            }

            var start = code.Offset;
            var token = code.ReadInt32();
            code.Offset = TryCollect(operation, token, metadata, strings) ? start + 4 : start;
        }
    }

    private static bool TryCollect(int operation, int token, MetadataReader metadata, HashSet<string> strings)
    {
        var row = token & 0xFFFFFF;
        switch (token >> 24)
        {
            case 0x70 when operation == OpCodes.Ldstr.Value && row < metadata.GetHeapSize(HeapIndex.UserString):
                strings.Add(metadata.GetUserString(MetadataTokens.UserStringHandle(row)));
                return true;
            case 0x0A when row > 0 && row <= metadata.GetTableRowCount(TableIndex.MemberRef):
                var member = metadata.GetMemberReference(MetadataTokens.MemberReferenceHandle(row));
                strings.Add(metadata.GetString(member.Name));
                if (member.Parent.Kind == HandleKind.TypeReference)
                {
                    CollectType((TypeReferenceHandle)member.Parent, metadata, strings);
                }

                return true;
            case 0x01 when row > 0 && row <= metadata.GetTableRowCount(TableIndex.TypeRef):
                CollectType(MetadataTokens.TypeReferenceHandle(row), metadata, strings);
                return true;
            default:
                return false;
        }
    }

    private static void CollectType(TypeReferenceHandle handle, MetadataReader metadata, HashSet<string> strings)
    {
        var type = metadata.GetTypeReference(handle);
        strings.Add(metadata.GetString(type.Name));
        strings.Add(metadata.GetString(type.Namespace));
    }

    private static string SpaceOf(MetadataReader metadata, TypeDefinition type) =>
        type.GetDeclaringType() is { IsNil: false } outer ? SpaceOf(metadata, metadata.GetTypeDefinition(outer)) : metadata.GetString(type.Namespace);
}
