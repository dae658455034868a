namespace Microsoft.SqlServer.Server;

/// <summary>Custom serialisation of a CLR user-defined type. Shape as in Microsoft's public documentation.</summary>
public interface IBinarySerialize
{
    void Read(BinaryReader r);

    void Write(BinaryWriter w);
}
