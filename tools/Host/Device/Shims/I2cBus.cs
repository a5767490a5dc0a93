namespace System.Device.I2c;

/// <summary>The host's counterpart of an I2C bus: parts by their address, and faults to switch on. Not thread safe.</summary>
public sealed class I2cBus
{
    private const int Addresses = 128;

    private readonly II2cPart[] _parts = new II2cPart[Addresses];

    /// <summary>What goes wrong with each transfer, by its number from 0 on; null when nothing does.</summary>
    public Func<long, I2cBusFault> FaultOf { get; set; }

    /// <summary>What goes wrong with all transfers that <see cref="FaultOf"/> says nothing of.</summary>
    public I2cBusFault Fault { get; set; }

    /// <summary>Transfers so far, failed ones too.</summary>
    public long Transfers { get; private set; }

    /// <summary>Connects a part.</summary>
    public void Attach(int address, II2cPart part) => _parts[address] = part;

    /// <summary>Takes a part off.</summary>
    public void Detach(int address) => _parts[address] = null;

    /// <summary>Creates the device that a driver gets. It may be there before its part is.</summary>
    public I2cDevice Open(int address) => new(this, address);

    internal I2cTransferStatus Transfer(int address, ReadOnlySpan<byte> write, Span<byte> read)
    {
        var number = Transfers++;
        var fault = FaultOf is null ? I2cBusFault.None : FaultOf(number);
        switch (fault == I2cBusFault.None ? Fault : fault)
        {
            case I2cBusFault.NotAcknowledged:
                return I2cTransferStatus.SlaveAddressNotAcknowledged;
            case I2cBusFault.ReadsZeros:
                read.Clear();
                return I2cTransferStatus.FullTransfer;
            case I2cBusFault.ReadsOnes:
                read.Fill(0xFF);
                return I2cTransferStatus.FullTransfer;
            case I2cBusFault.Timeout:
                return I2cTransferStatus.ClockStretchTimeout;
            case I2cBusFault.Partial:
                return I2cTransferStatus.PartialTransfer;
            case I2cBusFault.Throws:
                throw new InvalidOperationException("the port failed");
        }

        var part = _parts[address];
        if (part is null || !part.TryWrite(write))
        {
            return I2cTransferStatus.SlaveAddressNotAcknowledged;
        }

        if (read.Length > 0)
        {
            part.Read(read);
        }

        return I2cTransferStatus.FullTransfer;
    }
}
